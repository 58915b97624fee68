package org.computingpower.order.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.computingpower.events.Actor;
import org.computingpower.order.application.OrderStore;
import org.computingpower.order.application.Transition;
import org.computingpower.order.application.Viewer;
import org.computingpower.order.domain.Cause;
import org.computingpower.order.domain.PlacedOrder;
import org.computingpower.order.domain.StateName;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/** Orders, transitions and reservations. Writers of one order exclude each other by its row lock. */
@ApplicationScoped
class OrderTable implements OrderStore {
    private static final String INSERT = "insert into orders (order_id, node_id, user_subject, provider_subject,"
            + " user_wallet, node_key, trust_root_hash, terms, created_at, state, quote_expires_at, deadline,"
            + " last_epoch, seq, version, windows_settled, windows_paid, unpaid_in_a_row, released_cum, refunded_cum)"
            + " values ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $10, $11, $11, $12, $13, $14, 0, 0, 0, 0, 0)";
    private static final String UPDATE = "update orders set state = $2, signature = $3, deposit = $4,"
            + " acceptance = $5::text::jsonb, acceptance_signature = $6, billing_from_epoch = $7, ends_at_epoch = $8,"
            + " ending_at_epoch = $9, ending_at = $10, ending_reason = $11, close_reason = $12, closed_by = $13,"
            + " evidence_id = $14, windows_settled = $15, windows_paid = $16, unpaid_in_a_row = $17, last_epoch = $18,"
            + " released_cum = $19, refunded_cum = $20, seq = $21, version = $22, deadline = $23, ending_note = $24,"
            + " held_epochs = $25, hold_from_epoch = $26, hold_cause = $27"
            + " where order_id = $1 and version = $22 - 1";
    private static final String SELECT = "select order_id, user_subject, provider_subject, node_key, trust_root_hash,"
            + " terms::text as terms, created_at, state, quote_expires_at, signature, deposit,"
            + " acceptance::text as acceptance, acceptance_signature, billing_from_epoch, ends_at_epoch,"
            + " held_epochs, hold_from_epoch, hold_cause, ending_at_epoch, ending_at, ending_reason, ending_note, close_reason, closed_by, evidence_id,"
            + " windows_settled, windows_paid, unpaid_in_a_row, last_epoch, released_cum, refunded_cum, seq, version from orders o";
    /** Ownership is part of every query: $1 everything, $2 user, $3 provider. */
    private static final String VISIBLE =
            " where ($1::boolean or o.user_subject = $2::text or o.provider_subject = $3::text)";

    private static final String INSERT_TRANSITION =
            "insert into transition (order_id, seq, from_state, to_state, cause, actor, event_id, at)"
                    + " values ($1, $2, $3, $4, $5, $6, $7, $8)";
    private static final String FINAL_STATES = "('COMPLETED', 'CANCELLED', 'TERMINATED', 'EXPIRED', 'REJECTED')";

    @Override
    public Uni<Void> insert(SqlClient transaction, PlacedOrder order, Instant quoteExpiresAt, Transition first) {
        return transaction
                .preparedQuery(INSERT)
                .execute(OrderRow.created(order, quoteExpiresAt))
                .chain(() -> append(transaction, order.id(), first));
    }

    @Override
    public Uni<Void> update(
            SqlClient transaction, PlacedOrder order, Optional<Instant> deadline, Optional<Transition> transition) {
        return transaction
                .preparedQuery(UPDATE)
                .execute(OrderRow.changing(order, deadline))
                .chain(rows -> {
                    if (rows.rowCount() != 1) {
                        throw new IllegalStateException("Order " + order.id() + " was changed without its lock");
                    }
                    return transition
                            .map(step -> append(transaction, order.id(), step))
                            .orElseGet(() -> Uni.createFrom().voidItem());
                });
    }

    private static Uni<Void> append(SqlClient transaction, OrderId id, Transition step) {
        return transaction
                .preparedQuery(INSERT_TRANSITION)
                .execute(OrderRow.tuple(
                        id.toString(),
                        step.seq(),
                        OrderRow.text(step.from()),
                        step.to().name(),
                        step.cause().name(),
                        step.actor().name(),
                        step.eventId(),
                        OrderRow.utc(step.at())))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<PlacedOrder>> lock(SqlClient transaction, OrderId id, Viewer viewer) {
        return one(transaction, id, viewer, " for update");
    }

    @Override
    public Uni<Optional<PlacedOrder>> find(SqlClient client, OrderId id, Viewer viewer) {
        return one(client, id, viewer, "");
    }

    private static Uni<Optional<PlacedOrder>> one(SqlClient client, OrderId id, Viewer viewer, String suffix) {
        return client.preparedQuery(SELECT + VISIBLE + " and o.order_id = $4" + suffix)
                .execute(OrderRow.tuple(
                        viewer.everything(), viewer.userSubject(), viewer.providerSubject(), id.toString()))
                .map(rows -> list(rows, OrderRow::read).stream().findFirst());
    }

    @Override
    public Uni<List<PlacedOrder>> list(
            SqlClient client, Viewer viewer, Filter filter, Optional<Position> after, int limit) {
        return client.preparedQuery(SELECT + VISIBLE + " and ($4::text is null or o.state = $4)"
                        + " and ($5::text is null or o.node_id = $5)"
                        + " and ($6::timestamptz is null or (o.created_at, o.order_id) > ($6, $7::text))"
                        + " order by o.created_at, o.order_id limit $8")
                .execute(OrderRow.tuple(
                        viewer.everything(),
                        viewer.userSubject(),
                        viewer.providerSubject(),
                        OrderRow.text(filter.state()),
                        OrderRow.text(filter.nodeId()),
                        after.map(position -> OrderRow.utc(position.createdAt()))
                                .orElse(null),
                        after.map(Position::orderId).orElse(null),
                        limit))
                .map(rows -> list(rows, OrderRow::read));
    }

    @Override
    public Uni<List<Transition>> transitions(SqlClient client, OrderId id, Viewer viewer, int afterSeq, int limit) {
        return client.preparedQuery("select t.seq, t.from_state, t.to_state, t.cause, t.actor, t.event_id, t.at"
                        + " from transition t join orders o using (order_id)" + VISIBLE
                        + " and t.order_id = $4 and t.seq > $5 order by t.seq limit $6")
                .execute(OrderRow.tuple(
                        viewer.everything(),
                        viewer.userSubject(),
                        viewer.providerSubject(),
                        id.toString(),
                        afterSeq,
                        limit))
                .map(rows -> list(rows, OrderTable::transition));
    }

    private static Transition transition(Row row) {
        String from = row.getString("from_state");
        return new Transition(
                row.getInteger("seq"),
                from == null ? null : StateName.valueOf(from),
                StateName.valueOf(row.getString("to_state")),
                Cause.valueOf(row.getString("cause")),
                Actor.valueOf(row.getString("actor")),
                row.getUUID("event_id"),
                row.getOffsetDateTime("at").toInstant());
    }

    @Override
    public Uni<List<OrderId>> due(SqlClient client, Instant now, int limit) {
        return client.preparedQuery("select order_id from orders where deadline <= $1 order by deadline limit $2")
                .execute(OrderRow.tuple(OrderRow.utc(now), limit))
                .map(rows -> list(rows, row -> OrderId.parse(row.getString("order_id"))));
    }

    @Override
    public Uni<List<PlacedOrder>> ofNode(SqlClient client, NodeId nodeId, Viewer viewer, List<StateName> states) {
        return client.preparedQuery(
                        SELECT + VISIBLE + " and o.node_id = $4 and o.state = any($5) order by o.created_at limit 100")
                .execute(OrderRow.tuple(
                        viewer.everything(),
                        viewer.userSubject(),
                        viewer.providerSubject(),
                        nodeId.toString(),
                        states.stream().map(StateName::name).toArray(String[]::new)))
                .map(rows -> list(rows, OrderRow::read));
    }

    @Override
    public Uni<List<OrderId>> outOfStep(SqlClient client, Optional<NodeId> nodeId, int limit) {
        return client.preparedQuery("select order_id from orders o join node n using (node_id)"
                        + " where o.state in ('ACTIVE', 'DEGRADED', 'ATTESTATION_HOLD')"
                        + " and (o.state = 'ATTESTATION_HOLD') = (n.document #>> '{attestation,status}' = 'VALID')"
                        + " and ($1::text is null or o.node_id = $1) order by order_id limit $2")
                .execute(OrderRow.tuple(nodeId.map(NodeId::toString).orElse(null), limit))
                .map(rows -> list(rows, row -> OrderId.parse(row.getString("order_id"))));
    }

    @Override
    public Uni<Long> overdue(SqlClient client, Instant limit) {
        return client.preparedQuery("select count(*) from orders where deadline < $1")
                .execute(OrderRow.tuple(OrderRow.utc(limit)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    @Override
    public Uni<Integer> unfunded(SqlClient transaction, String subject, Address wallet) {
        return transaction
                .preparedQuery("select pg_advisory_xact_lock(hashtextextended($1, 1)),"
                        + " pg_advisory_xact_lock(hashtextextended($2, 2))")
                .execute(OrderRow.tuple(subject, wallet.toString()))
                // A statement of its own: it must see what the lock waited for.
                .chain(() -> transaction
                        .preparedQuery("select greatest(count(*) filter (where subject = $1),"
                                + " count(*) filter (where wallet = $2)) from reservation"
                                + " where released_at is null and not funded and (subject = $1 or wallet = $2)")
                        .execute(OrderRow.tuple(subject, wallet.toString())))
                .map(rows -> rows.iterator().next().getLong(0).intValue());
    }

    @Override
    public Uni<Boolean> reserve(SqlClient transaction, PlacedOrder order) {
        return transaction
                .preparedQuery("insert into reservation (order_id, node_id, subject, wallet) values ($1, $2, $3, $4)"
                        + " on conflict (node_id) where released_at is null do nothing")
                .execute(OrderRow.tuple(
                        order.id().toString(),
                        order.terms().nodeId().toString(),
                        order.userSubject(),
                        order.terms().user().toString()))
                .map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Void> harden(SqlClient transaction, OrderId id) {
        return transaction
                .preparedQuery("update reservation set funded = true where order_id = $1")
                .execute(OrderRow.tuple(id.toString()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> release(SqlClient transaction, OrderId id, Instant at) {
        return transaction
                .preparedQuery("update reservation set released_at = $2 where order_id = $1 and released_at is null")
                .execute(OrderRow.tuple(id.toString(), OrderRow.utc(at)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Integer> releaseOrphans(SqlClient client, Instant at) {
        return client.preparedQuery("update reservation r set released_at = $1 from orders o"
                        + " where o.order_id = r.order_id and r.released_at is null and o.state in " + FINAL_STATES)
                .execute(OrderRow.tuple(OrderRow.utc(at)))
                .map(RowSet::rowCount);
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }
}
