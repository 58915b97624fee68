package org.computingpower.challenge.config;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for work that would hold up an event loop; every queue is bounded. */
@ApplicationScoped
public class Workers {

    private final ThreadPoolExecutor checks;
    private final ExecutorService closer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("round-closer").factory());

    Workers(ChallengeConfig config, MeterRegistry metrics) {
        checks = new ThreadPoolExecutor(
                config.checkThreads(),
                config.checkThreads(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(config.maxWaitingAnswers()),
                Thread.ofPlatform().name("proof-check-", 0).factory());
        metrics.gauge(
                "cpp.challenge.answers.waiting", checks, pool -> pool.getQueue().size());
    }

    /** Checks of signatures and proofs; rejects when too much waits. */
    public Executor checks() {
        return checks;
    }

    /** Closes rounds, one after another. */
    public Executor closer() {
        return closer;
    }

    @PreDestroy
    void stop() {
        checks.shutdown();
        closer.shutdown();
    }
}
