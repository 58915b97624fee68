package org.computingpower.settlement.adapter.postgres;

import static org.computingpower.settlement.adapter.postgres.Columns.booleans;
import static org.computingpower.settlement.adapter.postgres.Columns.ints;
import static org.computingpower.settlement.adapter.postgres.Columns.longs;
import static org.computingpower.settlement.adapter.postgres.Columns.maybeLongs;
import static org.computingpower.settlement.adapter.postgres.Columns.maybeText;
import static org.computingpower.settlement.adapter.postgres.Columns.maybeTimes;
import static org.computingpower.settlement.adapter.postgres.Columns.nothing;
import static org.computingpower.settlement.adapter.postgres.Columns.text;
import static org.computingpower.settlement.adapter.postgres.Columns.update;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.computingpower.settlement.application.ChainMirror;
import org.computingpower.settlement.application.FactStore;
import org.computingpower.settlement.application.OrderFact;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.PowerVerdict;

/** {@link FactStore} by one {@code unnest} statement per call; rows are sorted, so that replicas do not deadlock. */
@ApplicationScoped
class PostgresFactStore implements FactStore {

    private static final String LOCK = """
            select pg_advisory_xact_lock(hashtextextended(id, 1)) from (select distinct id from unnest($1::text[]) as t (id) order by id) named""";

    private static final String ORDERS = """
            insert into market_order as o (order_id, terms, node_id, user_address, payee, price, user_subject,
              billing_from_epoch, ends_at_epoch, closing_at_epoch, closing_at, close_reason)
            select id, terms::jsonb, node, usr, payee, price::numeric, subject, billing, ends, close_epoch, close_at, reason
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
              $10::bigint[], $11::bigint[], $12::text[])
              as t (id, terms, node, usr, payee, price, subject, billing, ends, close_epoch, close_at, reason)
            order by id
            on conflict (order_id) do update set
              user_subject = coalesce(o.user_subject, excluded.user_subject),
              billing_from_epoch = coalesce(o.billing_from_epoch, excluded.billing_from_epoch),
              ends_at_epoch = coalesce(o.ends_at_epoch, excluded.ends_at_epoch),
              closing_at_epoch = coalesce(o.closing_at_epoch, excluded.closing_at_epoch),
              closing_at = coalesce(o.closing_at, excluded.closing_at),
              close_reason = coalesce(o.close_reason, excluded.close_reason)""";

    private static final String HOLD_BEGINS = """
            insert into order_hold (order_id, from_epoch) select distinct id, epoch from unnest($1::text[], $2::bigint[]) as t (id, epoch)
            order by 1, 2 on conflict do nothing""";

    private static final String HOLD_ENDS = """
            update order_hold h set to_epoch = t.epoch from unnest($1::text[], $2::bigint[]) as t (id, epoch)
            where h.order_id = t.id and h.to_epoch is null and h.from_epoch <= t.epoch""";

    private static final String DEPLOYMENTS = """
            insert into deployment as d (order_id, generation, requested_at, ready_at, failed_at)
            select id, generation, min(requested), min(ready), min(failed)
            from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
              as t (id, generation, requested, ready, failed)
            group by id, generation order by id, generation
            on conflict (order_id, generation) do update set requested_at = coalesce(d.requested_at, excluded.requested_at),
              ready_at = coalesce(d.ready_at, excluded.ready_at), failed_at = coalesce(d.failed_at, excluded.failed_at)""";

    private static final String CHAIN = """
            insert into chain_order as c (order_id, seen_deposit, deposit, deposit_block, deposit_time, deposit_event,
              released_cum, refunded_cum, fee_cum, is_final, final_batch, final_block, block_number)
            select id, seen::numeric, deposit::numeric, block, time, event, coalesce(released, '0')::numeric,
              coalesce(refunded, '0')::numeric, coalesce(fee, '0')::numeric, final, case when final then batch end,
              case when final then item_block end, coalesce(item_block, block, 0)
            from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::uuid[], $7::text[], $8::text[], $9::text[],
              $10::boolean[], $11::text[], $12::bigint[])
              as t (id, seen, deposit, block, time, event, released, refunded, fee, final, batch, item_block)
            order by id
            on conflict (order_id) do update set
              seen_deposit = coalesce(excluded.seen_deposit, c.seen_deposit),
              deposit = coalesce(c.deposit, excluded.deposit),
              deposit_block = coalesce(c.deposit_block, excluded.deposit_block),
              deposit_time = coalesce(c.deposit_time, excluded.deposit_time),
              deposit_event = coalesce(c.deposit_event, excluded.deposit_event),
              released_cum = greatest(c.released_cum, excluded.released_cum),
              refunded_cum = greatest(c.refunded_cum, excluded.refunded_cum),
              fee_cum = greatest(c.fee_cum, excluded.fee_cum),
              is_final = c.is_final or excluded.is_final,
              final_batch = coalesce(c.final_batch, excluded.final_batch),
              final_block = coalesce(c.final_block, excluded.final_block),
              block_number = greatest(c.block_number, excluded.block_number)""";

    private static final String VERDICTS = """
            with e as (select * from unnest($1::text[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::text[]) as t (id, epoch, device, validator, node, result, statement, digest, signature)),
              i as (insert into verdict (order_id, epoch, device, validator, node_id, result, statement, digest, signature)
                select id, epoch, device, validator, node, result, statement::jsonb, digest, signature from e
                order by id, epoch, device, validator on conflict do nothing)
            insert into verdict_conflict (order_id, epoch, device, validator, statement, digest, signature)
            select distinct on (e.id, e.epoch, e.device, e.validator) e.id, e.epoch, e.device, e.validator, e.statement::jsonb, e.digest,
              e.signature
            from e join verdict v on v.order_id = e.id and v.epoch = e.epoch and v.device = e.device and v.validator = e.validator
            where v.digest <> e.digest order by 1, 2, 3, 4 on conflict do nothing""";

    private static final String RATES = """
            insert into measured_rate (order_id, epoch, device, validator, rate)
            select * from unnest($1::text[], $2::bigint[], $3::int[], $4::text[], $5::bigint[]) order by 1, 2, 3, 4 on conflict do nothing""";

    private static final String NODES = """
            insert into node_state (node_id, version, effective_epoch, devices, subject)
            select id, version, epoch, string_to_array(devices, ',')::int[], subject
            from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[]) as t (id, version, epoch, devices, subject)
            order by 1, 2 on conflict do nothing""";

    private static final String WALLETS = """
            insert into wallet (address, subject) select distinct on (a) a, s from unnest($1::text[], $2::text[]) as t (a, s) order by a
            on conflict (address) do update set subject = excluded.subject""";

    private final StatementJson json;

    PostgresFactStore(StatementJson json) {
        this.json = json;
    }

    @Override
    public Uni<Void> lock(SqlClient transaction, Collection<OrderId> orders) {
        return orders.isEmpty() ? nothing() : update(transaction, LOCK, (Object) text(orders, OrderId::toString));
    }

    @Override
    public Uni<Void> orders(SqlClient transaction, Collection<OrderFact> facts) {
        return facts.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        ORDERS,
                        text(facts, OrderFact::orderId),
                        text(facts, fact -> json.write(fact.terms())),
                        text(facts, fact -> fact.terms().nodeId()),
                        text(facts, fact -> fact.terms().user()),
                        text(facts, fact -> fact.terms().payee()),
                        text(facts, fact -> fact.terms().totalPrice()),
                        maybeText(facts, OrderFact::userSubject),
                        maybeLongs(facts, fact -> fact.billing().map(OrderFact.Billing::fromEpoch)),
                        maybeLongs(facts, fact -> fact.billing().map(OrderFact.Billing::endsAtEpoch)),
                        maybeLongs(facts, fact -> fact.closing().map(OrderFact.Closing::atEpoch)),
                        maybeLongs(facts, fact -> fact.closing().map(OrderFact.Closing::atSecond)),
                        maybeText(facts, fact -> fact.closing().map(OrderFact.Closing::reason)));
    }

    @Override
    public Uni<Void> holds(SqlClient transaction, List<Hold> holds) {
        Uni<Void> chain = nothing();
        for (Hold hold : holds) {
            String sql = hold.fromEpoch().isPresent() ? HOLD_BEGINS : HOLD_ENDS;
            Long epoch = hold.fromEpoch().or(hold::toEpoch).orElseThrow();
            chain = chain.chain(
                    () -> update(transaction, sql, new String[] {hold.orderId().toString()}, new Long[] {epoch}));
        }
        return chain;
    }

    @Override
    public Uni<Void> deployments(SqlClient transaction, List<DeploymentFact> facts) {
        return facts.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        DEPLOYMENTS,
                        text(facts, DeploymentFact::orderId),
                        longs(facts, DeploymentFact::generation),
                        maybeTimes(facts, DeploymentFact::requestedAt),
                        maybeTimes(facts, DeploymentFact::readyAt),
                        maybeTimes(facts, DeploymentFact::failedAt));
    }

    @Override
    public Uni<Void> chain(SqlClient transaction, Collection<ChainMirror> mirrors) {
        return mirrors.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        CHAIN,
                        text(mirrors, ChainMirror::orderId),
                        maybeText(mirrors, ChainMirror::seenDeposit),
                        maybeText(mirrors, mirror -> mirror.deposit().map(ChainMirror.Deposit::amount)),
                        maybeLongs(mirrors, mirror -> mirror.deposit().map(ChainMirror.Deposit::blockNumber)),
                        maybeLongs(mirrors, mirror -> mirror.deposit().map(ChainMirror.Deposit::blockTime)),
                        causes(mirrors),
                        maybeText(mirrors, mirror -> mirror.settled().map(ChainMirror.Item::releasedCum)),
                        maybeText(mirrors, mirror -> mirror.settled().map(ChainMirror.Item::refundedCum)),
                        maybeText(mirrors, mirror -> mirror.settled().map(ChainMirror.Item::feeCum)),
                        booleans(
                                mirrors,
                                mirror -> mirror.settled()
                                        .filter(ChainMirror.Item::isFinal)
                                        .isPresent()),
                        maybeText(mirrors, mirror -> mirror.settled().map(ChainMirror.Item::batchId)),
                        maybeLongs(mirrors, mirror -> mirror.settled().map(ChainMirror.Item::blockNumber)));
    }

    private static UUID[] causes(Collection<ChainMirror> mirrors) {
        return mirrors.stream()
                .map(mirror -> mirror.deposit().map(ChainMirror.Deposit::cause).orElse(null))
                .toArray(UUID[]::new);
    }

    @Override
    public Uni<Void> forgetSeenDeposits(SqlClient transaction, List<OrderId> orders) {
        return orders.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        "update chain_order set seen_deposit = null where order_id = any ($1::text[])",
                        (Object) text(orders, OrderId::toString));
    }

    @Override
    public Uni<Void> heldByChain(SqlClient transaction, OrderId order, String reason) {
        return update(
                transaction, "update order_money set held_by_chain = $2 where order_id = $1", order.toString(), reason);
    }

    @Override
    public Uni<Void> finalizedBlock(SqlClient transaction, long blockNumber) {
        return update(
                transaction,
                "insert into finalized_block as f (block_number) values ($1) on conflict (singleton)"
                        + " do update set block_number = excluded.block_number where f.block_number < excluded.block_number",
                blockNumber);
    }

    @Override
    public Uni<Void> verdicts(SqlClient transaction, List<SignedVerdict> verdicts) {
        Map<List<Object>, SignedVerdict> first = new LinkedHashMap<>();
        List<SignedVerdict> again = new ArrayList<>();
        for (SignedVerdict signed : verdicts) {
            PowerVerdict verdict = signed.verdict();
            List<Object> key = List.of(verdict.orderId(), verdict.epoch(), verdict.device(), signed.validator());
            if (first.putIfAbsent(key, signed) != null) {
                again.add(signed);
            }
        }
        return storeVerdicts(transaction, first.values()).chain(() -> storeVerdicts(transaction, again));
    }

    /** One statement sees what was there before it: a contradiction within one poll needs a second one. */
    private Uni<Void> storeVerdicts(SqlClient transaction, Collection<SignedVerdict> verdicts) {
        return verdicts.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        VERDICTS,
                        text(verdicts, signed -> signed.verdict().orderId()),
                        longs(verdicts, signed -> signed.verdict().epoch()),
                        ints(verdicts, signed -> signed.verdict().device()),
                        text(verdicts, SignedVerdict::validator),
                        text(verdicts, signed -> signed.verdict().nodeId()),
                        text(verdicts, signed -> signed.verdict().result()),
                        text(verdicts, signed -> json.write(signed.verdict())),
                        text(verdicts, SignedVerdict::digest),
                        text(verdicts, SignedVerdict::signature));
    }

    @Override
    public Uni<Void> measuredRates(SqlClient transaction, List<MeasuredRate> rates) {
        return rates.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        RATES,
                        text(rates, MeasuredRate::orderId),
                        longs(rates, MeasuredRate::epoch),
                        ints(rates, MeasuredRate::device),
                        text(rates, MeasuredRate::validator),
                        longs(rates, MeasuredRate::rate));
    }

    @Override
    public Uni<Void> waivedEpoch(SqlClient transaction, long epoch) {
        return update(transaction, "insert into waived_epoch (epoch) values ($1) on conflict do nothing", epoch);
    }

    @Override
    public Uni<Void> openedRound(SqlClient transaction, long epoch, Bytes32 openHash, boolean audit) {
        return update(
                transaction,
                "insert into opened_round (open_hash, epoch, audit) values ($1, $2, $3) on conflict do nothing",
                openHash.toString(),
                epoch,
                audit);
    }

    @Override
    public Uni<Void> nodes(SqlClient transaction, List<NodeFact> nodes) {
        return nodes.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        NODES,
                        text(nodes, NodeFact::nodeId),
                        longs(nodes, NodeFact::version),
                        longs(nodes, NodeFact::effectiveEpoch),
                        text(
                                nodes,
                                node -> String.join(
                                        ",",
                                        node.devices().stream()
                                                .map(String::valueOf)
                                                .toList())),
                        text(nodes, NodeFact::subject));
    }

    @Override
    public Uni<Void> wallets(SqlClient transaction, List<WalletFact> wallets) {
        return wallets.isEmpty()
                ? nothing()
                : update(transaction, WALLETS, text(wallets, WalletFact::address), text(wallets, WalletFact::subject));
    }

    @Override
    public Uni<Void> withdrawal(SqlClient transaction, String fact, String account, TokenAmount amount, UUID cause) {
        return update(
                transaction,
                "insert into withdrawal (fact, account, amount, cause) values ($1, $2, $3::text::numeric, $4) on conflict do nothing",
                fact,
                account,
                amount.toString(),
                cause);
    }
}
