package org.computingpower.order.application;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.order.domain.Outcome;
import org.computingpower.terms.OrderId;
import org.jboss.logging.Logger;

/** Holds orders whose node lost its attestation, and resumes them. */
@ApplicationScoped
public class AttestationHolds {
    /** Orders of one round; the rest follows in the next. */
    static final int BATCH = 200;

    private static final Logger LOG = Logger.getLogger(AttestationHolds.class);

    private final NodeStore nodes;
    private final OrderStore orders;
    private final MoveOrder move;
    private final Pool pool;

    AttestationHolds(NodeStore nodes, OrderStore orders, MoveOrder move, Pool pool) {
        this.nodes = nodes;
        this.orders = orders;
        this.move = move;
        this.pool = pool;
    }

    /** Keeps the node's state and brings its orders into step with it. */
    public Uni<Void> nodeChanged(SqlClient transaction, NodeChanged node, UUID eventId) {
        return nodes.put(transaction, node)
                .chain(() -> orders.outOfStep(transaction, Optional.of(node.nodeId()), BATCH))
                .chain(found -> each(found, id -> move.attestation(transaction, id, eventId)));
    }

    /** Finds the orders that a node's change missed, such as one that was accepted in the same moment. */
    public Uni<Void> reconcile() {
        return orders.outOfStep(pool, Optional.empty(), BATCH)
                .chain(found -> each(
                        found,
                        id -> pool.withTransaction(transaction -> move.attestation(transaction, id, null))
                                .onFailure()
                                .invoke(failure ->
                                        LOG.errorf(failure, "Attestation not followed, tried again: orderId=%s", id))
                                .onFailure()
                                .recoverWithNull()));
    }

    private static Uni<Void> each(List<OrderId> found, Function<OrderId, Uni<? extends Outcome>> step) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(step)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
