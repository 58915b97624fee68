package org.computingpower.attestation.application;

import java.time.Duration;
import java.time.Instant;
import org.computingpower.sgx.dcap.collateral.CollateralKey;

/**
 * When collateral is fetched again: after a longest time, so that after a TCB recovery all validators soon hold the same
 * number, and at half of its remaining life at the latest; up to a fifth earlier, so that validators do not ask at once.
 */
final class RefreshTime {
    private static final int SPREAD = 1000;

    private RefreshTime() {}

    static Instant of(Instant fetchedAt, Instant validTo, CollateralKey key, Duration longest) {
        Duration life = Duration.between(fetchedAt, validTo);
        if (life.isNegative() || life.isZero()) {
            return fetchedAt;
        }
        int spread = Math.floorMod(31 * key.hashCode() + Long.hashCode(fetchedAt.toEpochMilli()), SPREAD);
        Duration half = life.dividedBy(2);
        Duration pause = half.compareTo(longest) < 0 ? half : longest;
        return fetchedAt.plus(pause).minus(pause.dividedBy(5L * SPREAD).multipliedBy(spread));
    }
}
