package org.computingpower.kit.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;

/**
 * A consumer of events: an {@code @ApplicationScoped} bean; the kit runs it on a thread of its own. The effect is
 * applied once per event id, in one transaction with the inbox; the Kafka offset is committed only after the database.
 * A failure is poison ({@link PoisonEventException}, Jackson's errors, and any unexpected one after three attempts), or
 * transient (connection, time-out, serialization conflict, {@link TransientEventException}) and then tried again for
 * ever with a growing pause. {@code apply} must have no effect but on the given transaction.
 */
public interface EventConsumer {
    /** Unique in the service and never changed: name in the inbox and of the Kafka group, {@code <service>.<purpose>}. */
    String name();

    /** Topics to read, from the earliest event on. */
    Set<String> topics();

    /** Order that the topics' owner promises. */
    EventOrder order();

    /**
     * Whether the event means anything to this consumer; what does not is passed over without a trace in the inbox. Asked
     * on the consumer's thread and only of {@link EventOrder#NATURAL} ones: the others count versions without a gap.
     */
    default boolean concerns(ReceivedEvent event) {
        return true;
    }

    /** Applies one event in the given transaction, on an event loop. */
    Uni<Void> apply(SqlConnection transaction, ReceivedEvent event);

    /**
     * Applies the new events of one poll, in their order; override for one set-based statement per poll. After a
     * failure other than a transient one, the kit rolls back and takes them one by one through {@link #apply}.
     */
    default Uni<Void> applyAll(SqlConnection transaction, List<ReceivedEvent> events) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (ReceivedEvent event : events) {
            chain = chain.chain(() -> apply(transaction, event));
        }
        return chain;
    }
}
