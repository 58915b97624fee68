package org.computingpower.attestation.application;

import java.time.Duration;
import java.time.Instant;
import org.computingpower.sgx.dcap.collateral.CollateralKey;

/** When collateral is fetched again: at half of its remaining life, spread by a tenth so that validators do not ask at once. */
final class RefreshTime {
    private static final int SPREAD = 1000;

    private RefreshTime() {}

    static Instant of(Instant fetchedAt, Instant validTo, CollateralKey key) {
        Duration life = Duration.between(fetchedAt, validTo);
        if (life.isNegative() || life.isZero()) {
            return fetchedAt;
        }
        int spread = Math.floorMod(31 * key.hashCode() + Long.hashCode(fetchedAt.toEpochMilli()), SPREAD);
        Duration jitter = life.dividedBy(10L * SPREAD).multipliedBy(spread);
        return fetchedAt.plus(life.dividedBy(2)).minus(jitter);
    }
}
