package org.computingpower.relayer.adapter.alert;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.computingpower.relayer.application.Progress;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Shows the blocks that are left as {@code cpp.relayer.backfill.blocks}, and logs at most every 10 s. */
public final class LoggedProgress implements Progress {

    private static final Logger LOG = Logger.getLogger(LoggedProgress.class);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final AtomicLong left = new AtomicLong();
    private final InstantSource clock;
    private @Nullable Instant logged;

    /** Into that registry. For one follower: not shared between threads. */
    public LoggedProgress(MeterRegistry metrics, InstantSource clock) {
        this.clock = clock;
        metrics.gauge("cpp.relayer.backfill.blocks", left);
    }

    @Override
    public void backfilled(long block, long target) {
        left.set(target - block);
        Instant now = clock.instant();
        if (logged == null || !now.isBefore(logged.plus(LOG_INTERVAL))) {
            logged = now;
            LOG.infof("Back-fill: block=%d target=%d left=%d", block, target, target - block);
        }
    }
}
