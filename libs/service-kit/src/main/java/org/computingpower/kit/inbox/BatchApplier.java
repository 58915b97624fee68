package org.computingpower.kit.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.computingpower.kit.Detached;
import org.computingpower.kit.KitConfig;
import org.computingpower.kit.Traceparent;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes one poll of one consumer to its end, on that consumer's thread: all events in one transaction; when that fails
 * for good one by one, so that a poison event is parked alone. Throws {@link TransientEventException} when nothing but
 * time helps; then the same events may be given again.
 */
final class BatchApplier {
    private static final Logger LOG = Logger.getLogger(BatchApplier.class);
    private static final int UNEXPECTED_ATTEMPTS = 3;
    private static final long UNEXPECTED_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int HEAL_LIMIT = 100;

    private final EventConsumer consumer;
    private final Inbox inbox;
    private final ParkedEvents parked;
    private final Detached detached;
    private final long timeoutMillis;
    private final Counter applied;
    private final Counter gaps;
    private final Counter duplicates;
    private final Counter poison;
    private boolean mayHeal = true;

    BatchApplier(
            EventConsumer consumer,
            Inbox inbox,
            ParkedEvents parked,
            Detached detached,
            KitConfig config,
            MeterRegistry metrics) {
        this.consumer = consumer;
        this.inbox = inbox;
        this.parked = parked;
        this.detached = detached;
        this.timeoutMillis = config.consumer().transactionTimeout().toMillis();
        this.applied = metrics.counter("cpp.kit.inbox.applied", "consumer", consumer.name());
        this.gaps = metrics.counter("cpp.kit.inbox.gaps", "consumer", consumer.name());
        this.duplicates = metrics.counter("cpp.kit.inbox.duplicates", "consumer", consumer.name());
        this.poison = metrics.counter("cpp.kit.inbox.poison", "consumer", consumer.name());
    }

    void apply(Iterable<ConsumerRecord<String, byte[]>> messages) {
        List<ReceivedEvent> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            try {
                ReceivedEvent event = EventCodec.decode(message);
                if (consumer.order() != EventOrder.NATURAL) {
                    event.version();
                    events.add(event);
                } else if (consumer.concerns(event)) {
                    events.add(event);
                }
            } catch (PoisonEventException e) {
                park(message, reason(e));
            }
        }
        applyTogetherOrAlone(events, false);
        if (mayHeal) {
            heal();
        }
    }

    /** Applies the parked events whose turn has come, until there is none. */
    void heal() {
        for (List<ReceivedEvent> ready = ready(); !ready.isEmpty(); ready = ready()) {
            applyTogetherOrAlone(ready, true);
        }
        mayHeal = false;
    }

    private List<ReceivedEvent> ready() {
        return await(Context.root(), () -> parked.ready(consumer.name(), HEAL_LIMIT));
    }

    private void applyTogetherOrAlone(List<ReceivedEvent> events, boolean unparked) {
        if (events.isEmpty()) {
            return;
        }
        if (events.size() > 1) {
            try {
                transact(events, unparked);
                return;
            } catch (EventFailure e) {
                LOG.debugf("Batch failed, one by one: consumer=%s reason=%s", consumer.name(), reason(e.cause));
            }
        }
        for (ReceivedEvent event : events) {
            applyAlone(event, unparked);
        }
    }

    private void applyAlone(ReceivedEvent event, boolean unparked) {
        for (int attempt = 1; ; attempt++) {
            try {
                transact(List.of(event), unparked);
                return;
            } catch (EventFailure e) {
                if (Failures.kind(e.cause) == Failures.Kind.POISON || attempt == UNEXPECTED_ATTEMPTS) {
                    park(event, reason(e.cause), e.cause);
                    return;
                }
                LockSupport.parkNanos(attempt * UNEXPECTED_PAUSE_NANOS);
            }
        }
    }

    private void transact(List<ReceivedEvent> events, boolean unparked) {
        Context trace = Traceparent.context(events.getFirst().traceparent());
        Inbox.Result result = await(trace, () -> inbox.apply(consumer, events, unparked));
        applied.increment(result.applied());
        duplicates.increment(result.duplicates());
        if (result.gaps() > 0) {
            gaps.increment(result.gaps());
        }
        // Events wait behind a gap until the stream's next version was applied.
        mayHeal = mayHeal || result.gaps() > 0 || (result.applied() > 0 && gaps.count() > 0);
    }

    private void park(ReceivedEvent event, String reason, Throwable cause) {
        // A stack trace only for what nobody foresaw.
        LOG.errorf(
                Failures.kind(cause) == Failures.Kind.POISON ? null : cause,
                "Event parked: consumer=%s topic=%s partition=%d offset=%d key=%s id=%s reason=%s",
                consumer.name(),
                event.topic(),
                event.partition(),
                event.offset(),
                event.key(),
                event.id(),
                reason);
        await(
                Context.root(),
                () -> parked.poison(consumer.name(), event, reason).replaceWith(true));
        poison.increment();
    }

    private void park(ConsumerRecord<String, byte[]> message, String reason) {
        LOG.errorf(
                "Record parked: consumer=%s topic=%s partition=%d offset=%d reason=%s",
                consumer.name(), message.topic(), message.partition(), message.offset(), reason);
        await(
                Context.root(),
                () -> parked.poison(consumer.name(), message, reason).replaceWith(true));
        poison.increment();
    }

    private <T> T await(Context trace, Supplier<Uni<T>> work) {
        CompletableFuture<@Nullable T> future = detached.start(trace, work);
        try {
            @Nullable T result = future.get(timeoutMillis, TimeUnit.MILLISECONDS);
            if (result == null) {
                throw new IllegalStateException("No result");
            }
            return result;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (Failures.kind(cause) == Failures.Kind.TRANSIENT) {
                throw new TransientEventException(reason(cause), cause);
            }
            throw new EventFailure(cause);
        } catch (TimeoutException e) {
            throw new TransientEventException("No end of the transaction within " + timeoutMillis + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientEventException("Interrupted", e);
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    /** A failure that time alone does not heal. */
    private static final class EventFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Throwable cause;

        EventFailure(Throwable cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
