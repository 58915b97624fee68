package org.computingpower.terms;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Cuts time into epochs: epoch e is {@code [genesis + e·length, genesis + (e + 1)·length)}. It reads no clock; callers
 * pass the instant.
 *
 * @param genesis start of epoch 0, in whole seconds
 * @param length length of an epoch, in whole seconds, at least one and at most a day
 */
public record EpochClock(Instant genesis, Duration length) {

    /** Billing begins at least this long after the acceptance, so that the acceptance is known everywhere. */
    private static final Duration BILLING_LEAD = Duration.ofSeconds(1);

    /**
     * @throws IllegalArgumentException if genesis or length has a fraction of a second or lies outside its bounds
     */
    public EpochClock {
        if (!genesis.equals(genesis.truncatedTo(ChronoUnit.SECONDS))
                || !length.equals(length.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("Epochs begin at whole seconds");
        }
        if (!length.isPositive() || length.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("An epoch lasts from 1 second to 1 day. Found " + length);
        }
    }

    /** The clock of a market whose epoch 0 starts at a Unix second. */
    public static EpochClock ofSeconds(long genesisSecond, long epochSeconds) {
        return new EpochClock(Instant.ofEpochSecond(genesisSecond), Duration.ofSeconds(epochSeconds));
    }

    /**
     * The epoch that holds an instant.
     *
     * @throws IllegalArgumentException if the instant is before genesis
     */
    public long epochAt(Instant instant) {
        if (instant.isBefore(genesis)) {
            throw new IllegalArgumentException("No epoch before genesis. Genesis " + genesis + ", asked " + instant);
        }
        return (instant.getEpochSecond() - genesis.getEpochSecond()) / length.toSeconds();
    }

    /** The first instant of an epoch. */
    public Instant startOf(long epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("Epochs count from 0. Found " + epoch);
        }
        return genesis.plusSeconds(Math.multiplyExact(epoch, length.toSeconds()));
    }

    /** The first instant after an epoch: the start of the next. */
    public Instant endOf(long epoch) {
        return startOf(epoch + 1);
    }

    /** The first epoch that starts at or after an instant; 0 for an instant before genesis. */
    public long firstEpochFrom(Instant instant) {
        if (!instant.isAfter(genesis)) {
            return 0;
        }
        long epoch = epochAt(instant);
        return startOf(epoch).equals(instant) ? epoch : epoch + 1;
    }

    /** The first paid epoch of an order: the first boundary at least one second after its acceptance. */
    public long firstBilledEpoch(Instant acceptedAt) {
        return firstEpochFrom(acceptedAt.plus(BILLING_LEAD));
    }
}
