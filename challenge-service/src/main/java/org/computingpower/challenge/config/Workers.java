package org.computingpower.challenge.config;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for work that would hold up an event loop; who hands work over bounds it. */
@ApplicationScoped
public class Workers {

    private final ThreadPoolExecutor checks;
    private final ExecutorService closer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("round-closer").factory());

    Workers(ChallengeConfig config) {
        checks = new ThreadPoolExecutor(
                config.checkThreads(),
                config.checkThreads(),
                1,
                TimeUnit.MINUTES,
                new PriorityBlockingQueue<>(),
                Thread.ofPlatform().name("proof-check-", 0).factory());
    }

    /** Checks of signatures and proofs, in the natural order of what waits. */
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
