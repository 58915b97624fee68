package org.computingpower.settlement.adapter.postgres;

import static org.computingpower.settlement.adapter.postgres.Columns.amount;
import static org.computingpower.settlement.adapter.postgres.Columns.list;
import static org.computingpower.settlement.adapter.postgres.Columns.run;
import static org.computingpower.settlement.adapter.postgres.Columns.stream;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.computingpower.settlement.application.reconcile.LedgerView;
import org.computingpower.settlement.application.reconcile.ReconciliationReport;
import org.computingpower.settlement.domain.reconcile.OrderNumbers;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/** {@link LedgerView} as plain queries that are waited for: its callers are worker threads. */
@ApplicationScoped
class PostgresLedgerView implements LedgerView {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String PAGE = """
            select order_id, deposit, released_cum, refunded_cum, fee_cum, is_final from chain_order
            where deposit is not null and order_id > $1 order by order_id limit $2""";

    private static final String UNKNOWN = """
            select id from unnest($1::text[]) as t (id)
            where not exists (select 1 from chain_order c where c.order_id = id and c.deposit is not null)""";

    private static final String HELD = """
            select (select coalesce(sum(balance), 0) from account
                where kind in ('ORDER_ESCROW', 'PROVIDER_EARNED', 'USER_REFUNDABLE', 'PLATFORM_FEE', 'VALIDATOR_REWARD'))
              - (select coalesce(sum(amount), 0) from withdrawal where not posted)
              + (select coalesce(sum(c.deposit), 0) from chain_order c where c.deposit is not null
                and not exists (select 1 from transfer t where t.id = 'deposit:' || c.order_id)) as held""";

    private static final String ADD = """
            insert into reconciliation_report (made_at, block_number, drift, report) values ($1, $2, $3, $4::text::jsonb)""";

    private final Pool pool;
    private final StatementJson json;

    PostgresLedgerView(Pool pool, StatementJson json) {
        this.pool = pool;
        this.json = json;
    }

    @Override
    public SortedMap<OrderId, OrderNumbers> page(OrderId after, int limit) {
        SortedMap<OrderId, OrderNumbers> page = new TreeMap<>();
        rows(PAGE, after.toString(), limit)
                .forEach(row -> page.put(
                        OrderId.parse(row.getString("order_id")),
                        new OrderNumbers(
                                amount(row, "deposit"),
                                amount(row, "released_cum"),
                                amount(row, "refunded_cum"),
                                amount(row, "fee_cum"),
                                row.getBoolean("is_final"))));
        return page;
    }

    @Override
    public Set<OrderId> unknown(Collection<OrderId> orders) {
        return orders.isEmpty()
                ? Set.of()
                : stream(rows(UNKNOWN, (Object)
                                orders.stream().map(OrderId::toString).toArray(String[]::new)))
                        .map(row -> OrderId.parse(row.getString("id")))
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public TokenAmount held() {
        return stream(rows(HELD)).map(row -> amount(row, "held")).findFirst().orElseThrow();
    }

    @Override
    public void add(ReconciliationReport report) {
        rows(
                ADD,
                Columns.time(report.at()),
                report.blockNumber(),
                new BigDecimal(report.orderDrift().max(report.totalDrift())),
                json.write(report));
    }

    @Override
    public List<ReconciliationReport> reports(int limit) {
        return list(
                rows("select report::text as report from reconciliation_report order by number desc limit $1", limit),
                row -> json.read(row.getString("report"), ReconciliationReport.class));
    }

    private RowSet<Row> rows(String sql, Object... parameters) {
        return run(pool, sql, parameters).await().atMost(TIMEOUT);
    }
}
