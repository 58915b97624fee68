package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.computingpower.challenge.application.CosignStore;
import org.computingpower.challenge.application.RoundStore.SignedSubject;
import org.computingpower.challenge.domain.money.OrderDossier;
import org.computingpower.events.MarketEvent;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;

/** {@link CosignStore} in plain SQL. */
@ApplicationScoped
class PostgresCosignStore implements CosignStore {

    private static final String WAITING =
            "select batch_id, body, received_at from batch where state = 'WAITING' order by received_at limit $1";
    private static final String ANSWER = "update batch set state = $2 where batch_id = $1 and state = 'WAITING'";
    private static final String ITEMS = "insert into cosigned_order as c (order_id, released, refunded, is_final)"
            + " select order_id, released::numeric, refunded::numeric, is_final from unnest($1::text[], $2::text[],"
            + " $3::text[], $4::boolean[]) as t (order_id, released, refunded, is_final) order by order_id"
            + " on conflict (order_id) do update set released = excluded.released, refunded = excluded.refunded,"
            + " is_final = excluded.is_final";

    private final Transactions transactions;
    private final EventOutbox events;
    private final DossierRows dossiers;

    PostgresCosignStore(Transactions transactions, EventOutbox events, DossierRows dossiers) {
        this.transactions = transactions;
        this.events = events;
        this.dossiers = dossiers;
    }

    @Override
    public List<Waiting> waiting(int limit) {
        return transactions.run(connection -> Sql.list(connection, PostgresCosignStore::waiting, WAITING, limit));
    }

    private static Waiting waiting(Row row) {
        return new Waiting(
                Bytes32.parse(row.getString("batch_id")),
                Sql.read(row.getString("body"), SettlementBatch.class),
                row.getOffsetDateTime("received_at").toInstant());
    }

    @Override
    public Map<OrderId, OrderDossier> dossiers(Collection<OrderId> orders, long throughEpoch) {
        Map<OrderId, OrderDossier> known = new HashMap<>();
        transactions
                .run(connection -> dossiers.load(connection, orders, throughEpoch))
                .forEach(dossier -> known.put(dossier.orderId(), dossier));
        return known;
    }

    @Override
    public boolean signed(Waiting batch, MarketEvent event) {
        String number = batch.batch().setVersion() + " " + batch.batch().batchNo();
        SignedSubject subject = new SignedSubject("SettlementBatch", number, batch.batchId());
        return transactions.run(connection -> PostgresRoundStore.signOnce(connection, subject)
                .chain(first -> first
                        ? answer(connection, batch, "SIGNED")
                                .chain(() -> remember(connection, batch.batch().items()))
                                .chain(() -> events.publish(connection, List.of(event)))
                                .replaceWith(true)
                        : Uni.createFrom().item(false)));
    }

    private static Uni<Integer> remember(SqlClient connection, List<SettlementItem> items) {
        return Sql.update(
                connection,
                ITEMS,
                Sql.text(items, SettlementItem::orderId),
                Sql.text(items, SettlementItem::releasedCum),
                Sql.text(items, SettlementItem::refundedCum),
                Sql.booleans(items, SettlementItem::isFinal));
    }

    @Override
    public void refused(Waiting batch, MarketEvent event) {
        transactions.run(connection -> answer(connection, batch, "REFUSED")
                .chain(() -> events.publish(connection, List.of(event)))
                .replaceWith(true));
    }

    @Override
    public void expired(Waiting batch) {
        transactions.run(connection -> answer(connection, batch, "EXPIRED"));
    }

    private static Uni<Integer> answer(SqlClient connection, Waiting batch, String state) {
        return Sql.update(connection, ANSWER, batch.batchId().toString(), state);
    }
}
