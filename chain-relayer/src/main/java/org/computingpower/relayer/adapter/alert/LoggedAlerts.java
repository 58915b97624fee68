package org.computingpower.relayer.adapter.alert;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.computingpower.relayer.application.Alerts;
import org.jboss.logging.Logger;

/** Counts every alert and logs each kind at most once a minute: the workers repeat theirs at every poll. */
public final class LoggedAlerts implements Alerts {

    private static final Logger LOG = Logger.getLogger(LoggedAlerts.class);
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final Map<Code, Instant> logged = new EnumMap<>(Code.class);

    /** Into that registry, as {@code cpp.relayer.alerts} with tag {@code code}. */
    public LoggedAlerts(MeterRegistry metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void raise(Code code, String detail) {
        metrics.counter("cpp.relayer.alerts", "code", code.name()).increment();
        if (due(code)) {
            LOG.errorf("Alert: code=%s detail=%s", code, detail);
        }
    }

    private boolean due(Code code) {
        Instant now = clock.instant();
        synchronized (logged) {
            Instant last = logged.get(code);
            if (last != null && now.isBefore(last.plus(LOG_INTERVAL))) {
                return false;
            }
            logged.put(code, now);
            return true;
        }
    }
}
