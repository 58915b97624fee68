package org.computingpower.challenge.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.computingpower.challenge.application.CosignBatches;
import org.computingpower.challenge.application.ForgetRounds;
import org.computingpower.challenge.application.RoundConductor;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;

/** Lets the use cases look at the clock: rounds on one thread, co-signing on another. Dead if the rounds' thread stands still. */
@Liveness
@ApplicationScoped
public class Clockwork implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(Clockwork.class);
    private static final Duration STANDSTILL = Duration.ofSeconds(60);

    private static final Duration FORGET = Duration.ofMinutes(1);
    private static final int STOP_SECONDS = 10;

    private final RoundConductor conductor;
    private final CosignBatches cosign;
    private final ForgetRounds forget;
    private final ChallengeConfig config;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rounds").factory());
    private final ScheduledExecutorService batches = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("batches").factory());
    private volatile long lastTickNanos = System.nanoTime();

    Clockwork(RoundConductor conductor, CosignBatches cosign, ForgetRounds forget, ChallengeConfig config) {
        this.conductor = conductor;
        this.cosign = cosign;
        this.forget = forget;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        conductor.recover();
        every(rounds, config.tick(), "rounds", () -> {
            conductor.tick();
            lastTickNanos = System.nanoTime();
        });
        every(batches, config.cosignInterval(), "batches", cosign::tick);
        every(batches, FORGET, "old rounds", forget::tick);
    }

    private static void every(ScheduledExecutorService thread, Duration interval, String name, Runnable work) {
        var _ = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.errorf(e, "Tick failed, tries again: part=%s", name);
                    }
                },
                0,
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Ends what runs before the pool of connections closes. */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        rounds.shutdown();
        batches.shutdown();
        if (!rounds.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)
                || !batches.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("A tick did not end in time");
        }
    }

    @Override
    public HealthCheckResponse call() {
        long still = System.nanoTime() - lastTickNanos;
        return HealthCheckResponse.named("rounds")
                .status(still < STANDSTILL.toNanos())
                .build();
    }
}
