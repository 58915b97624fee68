package org.computingpower.settlement.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.computingpower.settlement.application.Invariants;

/** {@link Invariants} as one query, so that all numbers come from one snapshot. */
@ApplicationScoped
class PostgresInvariants implements Invariants {

    private static final String CHECK = """
            select
              (select count(*) from account a where a.balance <> coalesce((select e.balance from entry e
                where e.account = a.id and e.version = a.version), 0))
                + (select (coalesce(sum(balance), 0) <> 0)::int from account) as ledger_sum,
              (select count(*) from order_money m where m.remaining + m.fee - m.fee_posted <>
                coalesce((select balance from account where id = 'ORDER_ESCROW:' || m.order_id), 0)) as escrow,
              (select count(*) from order_money m join chain_order c on c.order_id = m.order_id
                where c.released_cum > m.released or c.refunded_cum > m.refunded
                  or (m.phase <> 'WAITING' and c.deposit is distinct from m.deposit)) as chain""";

    private final Pool pool;

    PostgresInvariants(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Breaches> check() {
        return Columns.run(pool, CHECK)
                .map(rows -> Columns.stream(rows).findFirst().orElseThrow())
                .map(row -> new Breaches(row.getLong("ledger_sum"), row.getLong("escrow"), row.getLong("chain")));
    }
}
