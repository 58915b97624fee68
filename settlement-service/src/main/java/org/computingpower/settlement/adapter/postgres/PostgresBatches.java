package org.computingpower.settlement.adapter.postgres;

import static org.computingpower.settlement.adapter.postgres.Columns.amount;
import static org.computingpower.settlement.adapter.postgres.Columns.booleans;
import static org.computingpower.settlement.adapter.postgres.Columns.list;
import static org.computingpower.settlement.adapter.postgres.Columns.run;
import static org.computingpower.settlement.adapter.postgres.Columns.stream;
import static org.computingpower.settlement.adapter.postgres.Columns.text;
import static org.computingpower.settlement.adapter.postgres.Columns.time;
import static org.computingpower.settlement.adapter.postgres.Columns.update;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.events.BatchRefusal;
import org.computingpower.events.SignedBy;
import org.computingpower.settlement.application.Batches;
import org.computingpower.settlement.domain.batch.BatchState;
import org.computingpower.settlement.domain.ledger.Postings;
import org.computingpower.settlement.domain.ledger.Transfer;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.FeeFormula;
import org.computingpower.terms.signed.SettlementBatch;

/** {@link Batches} in the tables {@code batch}, {@code batch_item}, {@code cosignature} and {@code batch_refusal}. */
@ApplicationScoped
class PostgresBatches implements Batches {

    private static final String STORED =
            "select batch_id, statement::text as statement, state, proposed_at from batch ";

    private static final String CANDIDATES = """
            select order_id, released, refunded, fee, phase = 'CLOSED' as closed from order_money m
            where (released, refunded, phase = 'CLOSED') is distinct from (signed_released, signed_refunded, signed_final)
              and not settled and held_by_chain is null and left_out_until_epoch <= $1
              and not exists (select 1 from chain_order c where c.order_id = m.order_id and c.released_cum = m.released
                and c.refunded_cum = m.refunded and c.is_final = (m.phase = 'CLOSED') and m.released + m.refunded > 0)
              and (phase = 'CLOSED' or (phase = 'BILLING' and next_epoch > $1))
            order by closed desc, order_id limit $2""";

    private static final String ITEMS = """
            insert into batch_item (batch_id, order_id, released_cum, refunded_cum, fee_cum, is_final)
            select $1, id, released::numeric, refunded::numeric, fee::numeric, final
            from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[]) as t (id, released, refunded, fee, final)""";

    private static final String SUBMIT = """
            with s as (update order_money m set signed_released = i.released_cum, signed_refunded = i.refunded_cum,
                signed_final = i.is_final from batch_item i where i.batch_id = $1 and i.order_id = m.order_id),
              w as (update settled_window w set batch_id = $1 from batch_item i
                where i.batch_id = $1 and w.order_id = i.order_id and w.batch_id is null and w.epoch <= $2)
            update batch set state = 'READY' where batch_id = $1""";

    /** Items of final batches that the chain has told, batches of which all applied items are told, each batch once. */
    private static final String FEES = """
            with due as (select b.batch_id from batch b where b.state = 'FINAL' and not b.fees_posted
                and (select count(*) from batch_item i join chain_order c on c.order_id = i.order_id and c.released_cum >= i.released_cum
                  and c.refunded_cum >= i.refunded_cum where i.batch_id = b.batch_id)
                  >= (select count(*) from batch_item i where i.batch_id = b.batch_id) - b.skipped
                order by b.batch_no limit 10 for update skip locked),
              done as (update batch b set fees_posted = true from due where b.batch_id = due.batch_id)
            select due.batch_id, i.order_id, i.fee_cum, m.fee_posted, (o.terms ->> 'validatorShareBps')::int as share_bps
            from due join batch_item i on i.batch_id = due.batch_id
              join chain_order c on c.order_id = i.order_id and c.released_cum >= i.released_cum
              join order_money m on m.order_id = i.order_id join market_order o on o.order_id = i.order_id
            order by i.order_id, i.fee_cum for update of m""";

    private final StatementJson json;

    PostgresBatches(StatementJson json) {
        this.json = json;
    }

    @Override
    public Uni<Optional<Stored>> newest(SqlClient transaction) {
        return update(transaction, "select pg_advisory_xact_lock(hashtextextended('settlement batches', 0))")
                .chain(() -> run(transaction, STORED + "order by batch_no desc limit 1 for update"))
                .map(this::first);
    }

    @Override
    public Uni<Optional<Stored>> find(SqlClient transaction, Bytes32 batchId) {
        return run(transaction, STORED + "where batch_id = $1 for update", batchId.toString())
                .map(this::first);
    }

    private Optional<Stored> first(RowSet<Row> rows) {
        return stream(rows)
                .findFirst()
                .map(row -> new Stored(
                        Bytes32.parse(row.getString("batch_id")),
                        json.read(row.getString("statement"), SettlementBatch.class),
                        BatchState.valueOf(row.getString("state")),
                        row.getOffsetDateTime("proposed_at").toInstant()));
    }

    @Override
    public Uni<List<Candidate>> candidates(SqlClient transaction, long asOfEpoch, int limit) {
        return run(transaction, CANDIDATES, asOfEpoch, limit)
                .map(rows -> list(
                        rows,
                        row -> new Candidate(
                                OrderId.parse(row.getString("order_id")),
                                amount(row, "released"),
                                amount(row, "refunded"),
                                amount(row, "fee"),
                                row.getBoolean("closed"))));
    }

    @Override
    public Uni<Void> propose(
            SqlClient transaction, Bytes32 batchId, SettlementBatch batch, List<Candidate> items, Instant now) {
        return update(
                        transaction,
                        "insert into batch (batch_id, batch_no, state, set_version, as_of_epoch, statement, proposed_at)"
                                + " values ($1, $2, 'PROPOSED', $3, $4, $5::text::jsonb, $6)",
                        batchId.toString(),
                        batch.batchNo(),
                        batch.setVersion(),
                        batch.asOfEpoch(),
                        json.write(batch),
                        time(now))
                .chain(() -> update(
                        transaction,
                        ITEMS,
                        batchId.toString(),
                        text(items, Candidate::orderId),
                        text(items, Candidate::releasedCum),
                        text(items, Candidate::refundedCum),
                        text(items, Candidate::feeCum),
                        booleans(items, Candidate::closed)));
    }

    @Override
    public Uni<Void> supersede(SqlClient transaction, Bytes32 batchId, String reason) {
        return update(
                transaction,
                "update batch set state = 'SUPERSEDED', reason = $2 where batch_id = $1 and state = 'PROPOSED'",
                batchId.toString(),
                reason);
    }

    @Override
    public Uni<Void> ready(SqlClient transaction, Stored batch) {
        return update(
                transaction,
                SUBMIT,
                batch.batchId().toString(),
                batch.statement().asOfEpoch());
    }

    @Override
    public Uni<Void> finish(SqlClient transaction, Bytes32 batchId, Bytes32 txHash, long blockNumber, int skipped) {
        return update(
                transaction,
                "update batch set state = 'FINAL', tx_hash = $2, block_number = $3, skipped = $4 where batch_id = $1",
                batchId.toString(),
                txHash.toString(),
                blockNumber,
                skipped);
    }

    @Override
    public Uni<Void> sign(SqlClient transaction, Bytes32 batchId, SignedBy signature) {
        return update(
                transaction,
                "insert into cosignature (batch_id, validator, signature) values ($1, $2, $3) on conflict do nothing",
                batchId.toString(),
                signature.signer().toString(),
                signature.signature().toString());
    }

    @Override
    public Uni<List<SignedBy>> signatures(SqlClient transaction, Bytes32 batchId) {
        return run(transaction, "select validator, signature from cosignature where batch_id = $1", batchId.toString())
                .map(rows -> stream(rows)
                        .map(row -> new SignedBy(
                                Address.parse(row.getString("validator")), Signature.parse(row.getString("signature"))))
                        .sorted(Comparator.comparing(SignedBy::signer))
                        .toList());
    }

    @Override
    public Uni<Integer> refuse(
            SqlClient transaction,
            Bytes32 batchId,
            Address validator,
            List<BatchRefusal> refusals,
            long leftOutUntilEpoch) {
        return update(
                        transaction,
                        "insert into batch_refusal (batch_id, validator, refusals) values ($1, $2, $3::text::jsonb) on conflict do nothing",
                        batchId.toString(),
                        validator.toString(),
                        json.write(refusals))
                .chain(() -> update(
                        transaction,
                        "update order_money m set left_out_until_epoch = $3 from batch_item i"
                                + " where i.batch_id = $1 and i.order_id = m.order_id and m.order_id = any ($2::text[])",
                        batchId.toString(),
                        text(refusals, BatchRefusal::orderId),
                        leftOutUntilEpoch))
                .chain(() -> run(
                        transaction,
                        "select count(*)::int as many from batch_refusal where batch_id = $1",
                        batchId.toString()))
                .map(rows -> stream(rows).findFirst().orElseThrow().getInteger("many"));
    }

    @Override
    public Uni<List<Transfer>> takeFees(SqlClient transaction, UUID cause) {
        return run(transaction, FEES).chain(rows -> {
            Map<String, TokenAmount> posted = new LinkedHashMap<>();
            Map<String, TokenAmount> rewards = new LinkedHashMap<>();
            List<Transfer> transfers = new ArrayList<>();
            for (Row row : rows) {
                fee(row, cause, posted, rewards, transfers);
            }
            rewards.forEach((batch, reward) -> transfers.addAll(Postings.reward(batch, reward, cause)));
            return posted.isEmpty()
                    ? Uni.createFrom().item(transfers)
                    : update(
                                    transaction,
                                    "update order_money m set fee_posted = t.fee::numeric from unnest($1::text[], $2::text[]) as t (id, fee)"
                                            + " where m.order_id = t.id",
                                    text(posted.keySet(), id -> id),
                                    text(posted.values(), fee -> fee))
                            .replaceWith(transfers);
        });
    }

    private static void fee(
            Row row,
            UUID cause,
            Map<String, TokenAmount> posted,
            Map<String, TokenAmount> rewards,
            List<Transfer> transfers) {
        String order = row.getString("order_id");
        String batch = row.getString("batch_id");
        TokenAmount before = posted.getOrDefault(order, amount(row, "fee_posted"));
        TokenAmount now = amount(row, "fee_cum");
        if (now.compareTo(before) > 0) {
            posted.put(order, now);
            transfers.addAll(Postings.fee(OrderId.parse(order), batch, now.minus(before), cause));
            FeeFormula share = new FeeFormula(row.getInteger("share_bps"));
            rewards.merge(batch, share.fee(now).minus(share.fee(before)), TokenAmount::plus);
        }
    }
}
