package org.computingpower.order.application;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.computingpower.terms.OrderId;
import org.jboss.logging.Logger;

/** Moves orders whose time has come, each in a transaction of its own, and looks for what stands still. */
@ApplicationScoped
public class Timeouts {
    /** Orders of one round; the rest follows in the next. */
    static final int BATCH = 200;

    /** So long after its deadline an order counts as standing still. */
    static final Duration OVERDUE = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(Timeouts.class);

    private final OrderStore orders;
    private final MoveOrder move;
    private final Pool pool;
    private final InstantSource clock;
    private final AtomicLong overdue = new AtomicLong();

    Timeouts(OrderStore orders, MoveOrder move, Pool pool, InstantSource clock) {
        this.orders = orders;
        this.move = move;
        this.pool = pool;
        this.clock = clock;
    }

    /** One round. A failure of one order does not stop the others. */
    public Uni<Void> tick() {
        return orders.due(pool, clock.instant(), BATCH)
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(this::one)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> one(OrderId id) {
        return pool.withTransaction(transaction -> move.timePassed(transaction, id))
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.errorf(failure, "Time-out failed, tried again: orderId=%s", id);
                    return false;
                });
    }

    /** Compares reservations with orders, and counts orders that should have moved. */
    public Uni<Void> reconcile() {
        return orders.releaseOrphans(pool, clock.instant())
                .invoke(count -> {
                    if (count > 0) {
                        LOG.errorf("Reservations of final orders released: count=%d", count);
                    }
                })
                .chain(() -> orders.overdue(pool, clock.instant().minus(OVERDUE)))
                .invoke(overdue::set)
                .replaceWithVoid();
    }

    /** Orders that stood still when last looked for. */
    public long overdue() {
        return overdue.get();
    }
}
