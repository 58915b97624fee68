package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bounded pool for work that takes the processor: signatures and quotes. Event loops stay free. */
@ApplicationScoped
public class Workers {
    private final int threads;
    private final ExecutorService pool;

    Workers(Settings settings) {
        this.threads = settings.judgingThreads();
        this.pool = Executors.newFixedThreadPool(
                threads,
                Thread.ofPlatform().name("attestation-worker-", 0).daemon().factory());
    }

    /** Runs work on the pool and continues where the caller was. */
    public <T> Uni<T> run(Supplier<T> work) {
        Context caller = Vertx.currentContext();
        Uni<T> result = Uni.createFrom().item(work).runSubscriptionOn(pool);
        return caller == null ? result : result.emitOn(next -> caller.runOnContext(ignored -> next.run()));
    }

    /** Runs all of it side by side; results in the order of the work. One hand-over per thread, not per piece. */
    public <T> Uni<List<T>> runAll(List<Supplier<T>> work) {
        if (work.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReferenceArray<@Nullable T> results = new AtomicReferenceArray<>(work.size());
        Supplier<Boolean> share = () -> {
            for (int i = next.getAndIncrement(); i < work.size(); i = next.getAndIncrement()) {
                results.set(i, work.get(i).get());
            }
            return true;
        };
        return Uni.join()
                .all(Stream.generate(() -> run(share))
                        .limit(Math.min(threads, work.size()))
                        .toList())
                .andFailFast()
                .map(done -> IntStream.range(0, work.size())
                        .mapToObj(i -> Objects.requireNonNull(results.get(i)))
                        .toList());
    }

    @PreDestroy
    void close() {
        pool.shutdownNow();
    }
}
