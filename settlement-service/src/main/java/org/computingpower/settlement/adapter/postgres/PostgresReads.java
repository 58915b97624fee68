package org.computingpower.settlement.adapter.postgres;

import static org.computingpower.settlement.adapter.postgres.Columns.amount;
import static org.computingpower.settlement.adapter.postgres.Columns.list;
import static org.computingpower.settlement.adapter.postgres.Columns.run;
import static org.computingpower.settlement.adapter.postgres.Columns.stream;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.computingpower.settlement.application.Reads;
import org.computingpower.settlement.application.read.Balance;
import org.computingpower.settlement.application.read.BatchView;
import org.computingpower.settlement.application.read.LedgerEntry;
import org.computingpower.settlement.application.read.Reconciliation;
import org.computingpower.settlement.application.read.SlashView;
import org.computingpower.settlement.application.read.Statement;
import org.computingpower.settlement.application.read.StatementLine;
import org.computingpower.settlement.application.read.Totals;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.SettlementBatch;

/** {@link Reads} as plain queries. */
@ApplicationScoped
class PostgresReads implements Reads {

    private static final int MAX_ENTRIES = 10_000;

    /** $1 order, $2 subject, $3 operator: the parties are the quoting subject, the provider, and owners of the wallets in the terms. */
    private static final String BALANCE = """
            select o.order_id, coalesce(m.deposit, 0) as deposit, coalesce(m.released, 0) as released, coalesce(m.fee, 0) as fee,
              coalesce(m.refunded, 0) as refunded, coalesce(b.released_cum, 0) as sent_released, coalesce(b.fee_cum, 0) as sent_fee,
              coalesce(b.refunded_cum, 0) as sent_refunded, coalesce(c.released_cum, 0) as chain_released, coalesce(c.fee_cum, 0) as chain_fee,
              coalesce(c.refunded_cum, 0) as chain_refunded,
              case when c.deposit is null then coalesce(c.seen_deposit, 0) else 0 end as pending_deposit
            from market_order o
              left join order_money m on m.order_id = o.order_id
              left join chain_order c on c.order_id = o.order_id
              left join lateral (select i.* from batch_item i join batch x on x.batch_id = i.batch_id
                where i.order_id = o.order_id and x.state in ('READY', 'FINAL') order by x.batch_no desc limit 1) b on true
            where o.order_id = $1 and ($3 or o.user_subject = $2
              or exists (select 1 from node_state n where n.node_id = o.node_id and n.subject = $2)
              or exists (select 1 from wallet w where w.subject = $2
                and w.address in (o.user_address, o.payee, o.terms ->> 'provider', o.terms ->> 'stakeAccount')))""";

    private static final String WINDOWS = """
            select w.*, x.tx_hash, r.rate from settled_window w
              left join batch x on x.batch_id = w.batch_id
              left join lateral (select sum(median)::bigint as rate from (
                select percentile_disc(0.5) within group (order by rate) as median from measured_rate r
                where r.order_id = w.order_id and r.epoch = w.epoch group by device) d) r on true
            where w.order_id = $1 order by w.epoch""";

    private static final String BATCHES = """
            select b.*, b.statement::text as statement_text, (select coalesce(array_agg(c.validator order by c.validator), '{}') from cosignature c
              where c.batch_id = b.batch_id) as signers from batch b""";

    private static final String LEDGER = """
            select e.account, e.version, e.transfer, t.kind, e.delta::text as delta, e.balance::text as balance, t.cause_event, t.posted_at
            from transfer t join entry e on e.transfer = t.id
            where 'ORDER_ESCROW:' || $1 in (t.debit, t.credit) order by t.posted_at, e.transfer, e.account limit $2""";

    private final Pool pool;
    private final StatementJson json;

    PostgresReads(Pool pool, StatementJson json) {
        this.pool = pool;
        this.json = json;
    }

    @Override
    public Uni<Optional<Statement>> statement(String orderId, Reader reader) {
        return balance(orderId, reader)
                .chain(balance -> balance.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : run(pool, WINDOWS, orderId)
                                .map(rows -> balance.map(b -> Statement.of(b, list(rows, PostgresReads::line)))));
    }

    private static StatementLine line(Row row) {
        return new StatementLine(
                row.getLong("epoch"),
                row.getLong("from_second"),
                row.getLong("to_second"),
                row.getString("outcome"),
                row.getString("money"),
                row.getInteger("k"),
                row.getLong("rate"),
                amount(row, "amount"),
                amount(row, "released_cum"),
                amount(row, "fee_cum"),
                amount(row, "refunded_cum"),
                row.getString("batch_id"),
                row.getString("tx_hash"));
    }

    @Override
    public Uni<Optional<Balance>> balance(String orderId, Reader reader) {
        return run(pool, BALANCE, orderId, reader.subject(), reader.operator())
                .map(rows -> stream(rows).map(PostgresReads::balance).findFirst());
    }

    private static Balance balance(Row row) {
        TokenAmount deposit = amount(row, "deposit");
        return new Balance(
                row.getString("order_id"),
                amount(row, "pending_deposit"),
                deposit,
                totals(row, deposit, ""),
                totals(row, deposit, "sent_"),
                totals(row, deposit, "chain_"));
    }

    private static Totals totals(Row row, TokenAmount deposit, String prefix) {
        return Totals.of(
                deposit,
                amount(row, prefix + "released"),
                amount(row, prefix + "fee"),
                amount(row, prefix + "refunded"));
    }

    @Override
    public Uni<List<BatchView>> batches(long beforeNo, int limit) {
        return run(pool, BATCHES + " where batch_no < $1 order by batch_no desc limit $2", beforeNo, limit)
                .map(rows -> list(rows, this::batch));
    }

    @Override
    public Uni<Optional<BatchView>> batch(String batchId) {
        return run(pool, BATCHES + " where batch_id = $1", batchId)
                .map(rows -> stream(rows).map(this::batch).findFirst());
    }

    private BatchView batch(Row row) {
        SettlementBatch statement = json.read(row.getString("statement_text"), SettlementBatch.class);
        return new BatchView(
                row.getString("batch_id"),
                row.getLong("batch_no"),
                row.getString("state"),
                row.getLong("as_of_epoch"),
                statement.items(),
                List.of(row.getArrayOfStrings("signers")),
                row.getString("tx_hash"));
    }

    @Override
    public Uni<List<SlashView>> slashes(long beforeNo, int limit) {
        return run(pool, "select * from slash where slash_no < $1 order by slash_no desc limit $2", beforeNo, limit)
                .map(rows -> list(
                        rows,
                        row -> new SlashView(
                                row.getLong("slash_no"),
                                row.getString("node_id"),
                                row.getString("order_id"),
                                row.getString("rule"),
                                amount(row, "amount"),
                                row.getString("evidence_hash"),
                                row.getString("evidence"),
                                row.getString("reason"),
                                row.getOffsetDateTime("proposed_at").toInstant())));
    }

    @Override
    public Uni<List<LedgerEntry>> ledger(String orderId) {
        return run(pool, LEDGER, orderId, MAX_ENTRIES)
                .map(rows -> list(
                        rows,
                        row -> new LedgerEntry(
                                row.getString("account"),
                                row.getLong("version"),
                                row.getString("transfer"),
                                row.getString("kind"),
                                row.getString("delta"),
                                row.getString("balance"),
                                row.getUUID("cause_event"),
                                row.getOffsetDateTime("posted_at").toInstant())));
    }

    @Override
    public Uni<Reconciliation> reconciliation() {
        return run(
                        pool,
                        "select c.*, coalesce((select block_number from finalized_block), 0) as finalized_block"
                                + " from chain_order c where deposit is not null order by order_id")
                .map(rows -> new Reconciliation(
                        stream(rows)
                                .findFirst()
                                .map(row -> row.getLong("finalized_block"))
                                .orElse(0L),
                        list(
                                rows,
                                row -> new Reconciliation.Item(
                                        row.getString("order_id"),
                                        amount(row, "deposit"),
                                        amount(row, "released_cum"),
                                        amount(row, "refunded_cum"),
                                        amount(row, "fee_cum"),
                                        row.getBoolean("is_final")))));
    }
}
