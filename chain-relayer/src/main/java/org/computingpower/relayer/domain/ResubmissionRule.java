package org.computingpower.relayer.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * When a transaction without receipt gets a replacement.
 *
 * @param blocks blocks since the last attempt was first published
 * @param age time since then; whichever comes first
 */
public record ResubmissionRule(int blocks, Duration age) {

    /** @throws IllegalArgumentException if a bound is not positive */
    public ResubmissionRule {
        if (blocks < 1 || age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("A resubmission bound is positive");
        }
    }

    /** Whether the last attempt, published at that block and time, has waited long enough. */
    public boolean due(long publishedAtBlock, Instant publishedAt, long head, Instant now) {
        return head - publishedAtBlock >= blocks || !now.isBefore(publishedAt.plus(age));
    }
}
