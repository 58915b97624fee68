package org.computingpower.relayer.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.computingpower.relayer.application.ChainUnavailableException;
import org.computingpower.relayer.application.FollowChain;
import org.computingpower.relayer.application.LeaseLostException;
import org.computingpower.relayer.application.SendIntents;
import org.jboss.logging.Logger;

/** Runs the sender and the follower, each on one thread, poll after poll. A failed poll is tried again. */
@ApplicationScoped
public class Workers {

    private static final Logger LOG = Logger.getLogger(Workers.class);

    /** A worker that has not finished a poll for that long is not ready. */
    private static final Duration STALE = Duration.ofSeconds(60);

    private static final long STOP_SECONDS = 20;

    private final RelayerConfig config;
    private final SendIntents sender;
    private final FollowChain follower;
    private final Leaseholder leaseholder;
    private final InstantSource clock;
    private final List<ScheduledExecutorService> executors = new ArrayList<>();
    private final Map<String, Instant> lastSuccess = new ConcurrentHashMap<>();

    Workers(
            RelayerConfig config,
            SendIntents sender,
            FollowChain follower,
            Leaseholder leaseholder,
            InstantSource clock) {
        this.config = config;
        this.sender = sender;
        this.follower = follower;
        this.leaseholder = leaseholder;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            run("sender", sender::poll);
            run("follower", follower::poll);
        }
    }

    private void run(String name, Runnable poll) {
        lastSuccess.put(name, clock.instant());
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("relayer-" + name).factory());
        executors.add(executor);
        var _ = executor.scheduleWithFixedDelay(
                () -> once(name, poll), 0, config.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void once(String name, Runnable poll) {
        try {
            poll.run();
            lastSuccess.put(name, clock.instant());
        } catch (ChainUnavailableException | LeaseLostException e) {
            LOG.warnf("Poll not finished, tried again: worker=%s reason=%s", name, e.getMessage());
        } catch (RuntimeException e) {
            // Whatever it was, the books are as the last committed transaction left them.
            LOG.errorf(e, "Poll failed, tried again: worker=%s", name);
        } catch (Error e) {
            // The worker ends here; the log says why, and readiness fails a minute later.
            LOG.fatalf(e, "Worker ended: worker=%s", name);
            throw e;
        }
    }

    /** Workers without a finished poll in the last minute. */
    List<String> stale() {
        Instant bound = clock.instant().minus(STALE);
        return lastSuccess.entrySet().stream()
                .filter(entry -> entry.getValue().isBefore(bound))
                .map(Map.Entry::getKey)
                .toList();
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        executors.forEach(ScheduledExecutorService::shutdown);
        for (ScheduledExecutorService executor : executors) {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A worker did not stop in time; its lease runs out by itself");
                return;
            }
        }
        if (!executors.isEmpty()) {
            leaseholder.release();
        }
    }
}
