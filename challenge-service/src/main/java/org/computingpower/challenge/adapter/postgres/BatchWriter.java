package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.computingpower.kit.Detached;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries in batches, one batch at a time: what comes while a batch is written forms the next one, so that a lone entry waits for nothing
 * and many share one statement. The queue is bounded by the pool that feeds it.
 */
final class BatchWriter<T> {

    private final Detached detached;
    private final int maxBatch;
    private final Comparator<? super T> order;
    private final Function<List<T>, Uni<Integer>> writer;
    private final Queue<Pending<T>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();

    private record Pending<T>(T entry, CompletableFuture<@Nullable Void> done) {}

    /** @param order of the rows within a statement, so that two writers cannot deadlock */
    BatchWriter(Detached detached, int maxBatch, Comparator<? super T> order, Function<List<T>, Uni<Integer>> writer) {
        this.detached = detached;
        this.maxBatch = maxBatch;
        this.order = order;
        this.writer = writer;
    }

    /** Ends when the entry is durable. It is written whether or not somebody listens. */
    Uni<Void> write(T entry) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        queue.add(new Pending<>(entry, done));
        writeNext();
        return Uni.createFrom().completionStage(done);
    }

    private void writeNext() {
        if (!writing.compareAndSet(false, true)) {
            return;
        }
        List<Pending<T>> batch = new ArrayList<>();
        while (batch.size() < maxBatch) {
            Pending<T> next = queue.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        if (batch.isEmpty()) {
            writing.set(false);
            // An entry may have come between the last look and the flag.
            if (!queue.isEmpty()) {
                writeNext();
            }
            return;
        }
        List<T> entries = batch.stream().map(Pending::entry).sorted(order).toList();
        var _ = detached.start(io.opentelemetry.context.Context.current(), () -> writer.apply(entries))
                .whenComplete((rows, failure) -> {
                    writing.set(false);
                    for (Pending<T> pending : batch) {
                        if (failure == null) {
                            pending.done().complete(null);
                        } else {
                            pending.done().completeExceptionally(failure);
                        }
                    }
                    writeNext();
                });
    }
}
