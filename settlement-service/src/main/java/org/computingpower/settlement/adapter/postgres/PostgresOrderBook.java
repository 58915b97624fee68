package org.computingpower.settlement.adapter.postgres;

import static org.computingpower.settlement.adapter.postgres.Columns.booleans;
import static org.computingpower.settlement.adapter.postgres.Columns.list;
import static org.computingpower.settlement.adapter.postgres.Columns.longs;
import static org.computingpower.settlement.adapter.postgres.Columns.maybeLongs;
import static org.computingpower.settlement.adapter.postgres.Columns.maybeText;
import static org.computingpower.settlement.adapter.postgres.Columns.maybeTimes;
import static org.computingpower.settlement.adapter.postgres.Columns.nothing;
import static org.computingpower.settlement.adapter.postgres.Columns.run;
import static org.computingpower.settlement.adapter.postgres.Columns.stream;
import static org.computingpower.settlement.adapter.postgres.Columns.text;
import static org.computingpower.settlement.adapter.postgres.Columns.time;
import static org.computingpower.settlement.adapter.postgres.Columns.update;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.computingpower.settlement.application.OrderBook;
import org.computingpower.settlement.domain.order.Dossier;
import org.computingpower.settlement.domain.order.OrderMoney;
import org.computingpower.settlement.domain.order.OrderSettlement.Progress;
import org.computingpower.settlement.domain.order.PowerRuns;
import org.computingpower.settlement.domain.order.Step;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.money.OrderFold;
import org.computingpower.terms.money.WindowDecision;

/** {@link OrderBook} with a fixed number of statements for any number of orders. */
@ApplicationScoped
class PostgresOrderBook implements OrderBook {

    private static final Duration DAY = Duration.ofDays(1);

    private final StatementJson json;

    PostgresOrderBook(StatementJson json) {
        this.json = json;
    }

    @Override
    public Uni<List<Dossier>> load(SqlClient transaction, Collection<OrderId> orders, Instant now) {
        Object ids = text(orders, OrderId::toString);
        DossierReader reader = new DossierReader(json);
        return update(transaction, DossierQueries.OPEN, ids)
                .chain(() -> run(transaction, DossierQueries.MONEY, ids, time(now.minus(DAY))))
                .invoke(reader::money)
                .chain(() -> run(transaction, DossierQueries.HOLDS, ids))
                .invoke(reader::holds)
                .chain(() -> run(transaction, DossierQueries.DEPLOYMENTS, ids))
                .invoke(reader::deployments)
                .chain(() -> run(transaction, DossierQueries.VERDICTS, ids))
                .invoke(reader::verdicts)
                .chain(() -> run(transaction, DossierQueries.WAIVED, reader.firstOpenEpoch()))
                .invoke(reader::waived)
                .chain(() -> run(transaction, DossierQueries.ROUNDS, reader.firstOpenEpoch()))
                .invoke(reader::rounds)
                .chain(() -> run(transaction, DossierQueries.NODES, ids))
                .invoke(reader::nodes)
                .map(rows -> reader.dossiers());
    }

    @Override
    public Uni<Void> save(SqlClient transaction, List<Progress> progress, Instant now) {
        if (progress.isEmpty()) {
            return nothing();
        }
        List<Window> windows = new ArrayList<>();
        List<Window> resolved = new ArrayList<>();
        progress.forEach(one -> one.steps().forEach(step -> collect(step, windows, resolved)));
        return saveMoney(transaction, progress)
                .chain(() -> saveWindows(transaction, windows, now))
                .chain(() -> resolve(transaction, resolved));
    }

    private record Window(OrderMoney after, WindowDecision decision, Optional<Integer> k) {}

    private static void collect(Step step, List<Window> windows, List<Window> resolved) {
        switch (step) {
            case Step.WindowSettled settled -> {
                windows.add(new Window(settled.after(), settled.window(), settled.k()));
                settled.resolved().forEach(one -> resolved.add(new Window(settled.after(), one, Optional.empty())));
            }
            case Step.EarlierDecided earlier ->
                earlier.resolved().forEach(one -> resolved.add(new Window(earlier.after(), one, Optional.empty())));
            case Step.Closed closed ->
                closed.resolved().forEach(one -> resolved.add(new Window(closed.after(), one, Optional.empty())));
            case Step.Funded ignored -> {}
            case Step.SlashWanted ignored -> {}
            case Step.SettledOnChain ignored -> {}
        }
    }

    private Uni<Void> saveMoney(SqlClient transaction, List<Progress> progress) {
        List<OrderMoney> money = progress.stream().map(Progress::money).toList();
        return update(
                transaction,
                DossierQueries.SAVE_MONEY,
                text(money, OrderMoney::orderId),
                text(money, OrderMoney::phase),
                maybeText(money, one -> one.fold().map(json::write)),
                text(money, OrderMoney::deposit),
                text(money, OrderMoney::released),
                text(money, OrderMoney::provider),
                text(money, OrderMoney::fee),
                text(money, OrderMoney::refunded),
                text(money, OrderMoney::remaining),
                maybeLongs(money, one -> one.fold().map(OrderFold::nextEpoch)),
                booleans(money, OrderMoney::settled),
                maybeText(
                        progress,
                        one -> Optional.of(one.powerRuns())
                                .filter(runs -> !runs.equals(PowerRuns.NONE))
                                .map(json::write)));
    }

    private static Uni<Void> saveWindows(SqlClient transaction, List<Window> windows, Instant now) {
        return windows.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        DossierQueries.SAVE_WINDOWS,
                        text(windows, window -> window.after().orderId()),
                        longs(windows, window -> window.decision().epoch()),
                        longs(windows, window -> window.decision().fromSeconds()),
                        longs(windows, window -> window.decision().toSeconds()),
                        text(windows, window -> window.decision().outcome()),
                        windows.stream().map(window -> window.k().orElse(null)).toArray(Integer[]::new),
                        text(windows, window -> window.decision().money()),
                        text(windows, window -> window.decision().worth()),
                        text(windows, window -> window.after().released()),
                        text(windows, window -> window.after().fee()),
                        text(windows, window -> window.after().refunded()),
                        time(now));
    }

    private static Uni<Void> resolve(SqlClient transaction, List<Window> resolved) {
        return resolved.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        DossierQueries.RESOLVE_WINDOWS,
                        text(resolved, window -> window.after().orderId()),
                        longs(resolved, window -> window.decision().epoch()),
                        text(resolved, window -> window.decision().money()));
    }

    @Override
    public Uni<List<OrderId>> due(SqlClient connection, long asOfEpoch, OrderId after, int limit) {
        return run(
                        connection,
                        "select order_id from order_money where phase = 'BILLING' and next_epoch <= $1 and order_id > $2"
                                + " order by order_id limit $3",
                        asOfEpoch,
                        after.toString(),
                        limit)
                .map(rows -> list(rows, row -> OrderId.parse(row.getString("order_id"))));
    }

    @Override
    public Uni<Long> lastSlashNo(SqlClient transaction) {
        return update(transaction, "select pg_advisory_xact_lock(hashtextextended('settlement slash numbers', 0))")
                .chain(() -> run(transaction, "select coalesce(max(slash_no), 0) as last from slash"))
                .map(rows -> stream(rows).findFirst().orElseThrow().getLong("last"));
    }

    @Override
    public Uni<Void> slashes(SqlClient transaction, List<ProposedSlash> slashes) {
        return slashes.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        DossierQueries.SLASHES,
                        longs(slashes, slash -> slash.statement().slashNo()),
                        text(slashes, slash -> slash.statement().nodeId()),
                        text(slashes, slash -> slash.statement().orderId()),
                        longs(slashes, ProposedSlash::epoch),
                        text(slashes, slash -> slash.statement().rule()),
                        text(slashes, slash -> slash.statement().amount()),
                        text(slashes, slash -> slash.statement().evidenceHash()),
                        text(slashes, ProposedSlash::evidence),
                        text(slashes, ProposedSlash::reason),
                        text(slashes, slash -> json.write(slash.statement())),
                        maybeTimes(slashes, slash -> Optional.of(slash.proposedAt())));
    }
}
