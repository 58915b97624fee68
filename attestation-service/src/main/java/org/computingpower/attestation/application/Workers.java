package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A bounded pool for work that takes the processor: signatures and quotes. Event loops stay free. */
@ApplicationScoped
public class Workers {
    private final ExecutorService pool;

    Workers(Settings settings) {
        this.pool = Executors.newFixedThreadPool(
                settings.judgingThreads(),
                Thread.ofPlatform().name("attestation-worker-", 0).daemon().factory());
    }

    /** Runs work on the pool and continues where the caller was. */
    public <T> Uni<T> run(Supplier<T> work) {
        Context caller = Vertx.currentContext();
        Uni<T> result = Uni.createFrom().item(work).runSubscriptionOn(pool);
        return caller == null ? result : result.emitOn(next -> caller.runOnContext(ignored -> next.run()));
    }

    /** Runs all of it side by side; results in the order of the work. */
    public <T> Uni<List<T>> runAll(List<Supplier<T>> work) {
        if (work.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Uni.join().all(work.stream().map(this::run).toList()).andFailFast();
    }

    @PreDestroy
    void close() {
        pool.shutdownNow();
    }
}
