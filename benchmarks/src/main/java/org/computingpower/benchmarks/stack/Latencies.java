package org.computingpower.benchmarks.stack;

import java.util.Arrays;
import java.util.Locale;

/**
 * Times of one phase.
 *
 * @param sortedNanos ascending
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one run.
public record Latencies(long[] sortedNanos) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Of unsorted times. */
    public static Latencies of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    /** The time that this share of all did not exceed. */
    public double millis(double share) {
        int index = (int) Math.ceil(share * sortedNanos.length) - 1;
        return sortedNanos[Math.max(0, index)] / NANOS_PER_MILLI;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %,.0f ms, p99 %,.0f ms, longest %,.0f ms", millis(0.5), millis(0.99), millis(1));
    }
}
