package org.computingpower.attestation.application;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Warns an operator before collateral runs out: {@code cpp_attestation_collateral_expiry_seconds} is the time until the
 * first set ends (0 without any), {@code cpp_attestation_collateral_expiring} how many end within seven days.
 */
@ApplicationScoped
class CollateralAlarm {
    private static final Logger LOG = Logger.getLogger(CollateralAlarm.class);
    private static final Duration LEAD = Duration.ofDays(7);

    private final AtomicLong secondsLeft = new AtomicLong();
    private final AtomicLong expiring = new AtomicLong();

    CollateralAlarm(MeterRegistry metrics) {
        metrics.gauge("cpp_attestation_collateral_expiry_seconds", secondsLeft);
        metrics.gauge("cpp_attestation_collateral_expiring", expiring);
    }

    /** Looks at all active collateral. */
    void observe(List<CollateralRow> active, Instant now) {
        secondsLeft.set(active.stream()
                .mapToLong(
                        row -> Math.max(0, Duration.between(now, row.validTo()).toSeconds()))
                .min()
                .orElse(0));
        List<CollateralRow> soon = active.stream()
                .filter(row -> row.validTo().isBefore(now.plus(LEAD)))
                .toList();
        if (soon.size() > expiring.getAndSet(soon.size())) {
            soon.forEach(row -> LOG.errorf(
                    "Collateral runs out and was not refreshed tee=%s fmspc=%s validTo=%s",
                    row.key().tee(), row.key().fmspc(), row.validTo()));
        }
    }
}
