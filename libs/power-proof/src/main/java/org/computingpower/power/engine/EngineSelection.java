package org.computingpower.power.engine;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.ShareCheck;
import org.computingpower.power.ShareTarget;

/**
 * The choice of an engine at start-up: every candidate first has to find exactly the shares of a known range, then its
 * rate is measured; the fastest right one wins. All others are closed again.
 *
 * @param engine the fastest usable engine; the caller closes it
 * @param reports one per candidate, in their order: why a faster engine is not available stands here
 */
public record EngineSelection(PowerEngine engine, List<EngineReport> reports) {

    /** The range every engine must search rightly; it spans two upper halves of the nonce. */
    private static final long CHECK_START = (1L << 32) - 150_000;

    private static final long CHECK_HASHES = 300_001;
    private static final Hash32 CHECK_CHALLENGE = HashInput.sha256(new byte[] {'C', 'P', 'P'});
    /** One share in 2048 trials: about 146 in the range, and the comparison goes beyond the upper word. */
    private static final ShareTarget CHECK_TARGET =
            ShareTarget.of(BigInteger.TWO.pow(245).add(BigInteger.ONE));
    /** So rare that the measured search is not about shares. */
    private static final ShareTarget RATE_TARGET = ShareTarget.of(BigInteger.TWO.pow(226));

    private static final int MAX_SHARES = 65_536;
    private static final int MIN_BATCHES = 4;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Copies the reports. */
    public EngineSelection {
        reports = List.copyOf(reports);
    }

    /**
     * Tries all candidates.
     *
     * @param timePerEngine how long each is measured, after a warm-up of the same length; 100 ms to 10 s make sense
     * @throws EngineFailure if no candidate is usable
     */
    public static EngineSelection select(List<EngineCandidate> candidates, Duration timePerEngine) {
        long[] expected = expectedShares();
        List<EngineReport> reports = new ArrayList<>();
        Optional<Measured> best = Optional.empty();
        for (EngineCandidate candidate : candidates) {
            switch (candidate) {
                case EngineCandidate.Unavailable unavailable ->
                    reports.add(new EngineReport(unavailable.name(), 0, false, unavailable.reason()));
                case EngineCandidate.Available available -> {
                    Optional<Measured> measured = measure(available, expected, timePerEngine, reports);
                    best = faster(best, measured);
                }
            }
        }
        PowerEngine winner = best.orElseThrow(() -> new EngineFailure("No engine is usable: " + reports)).engine;
        return new EngineSelection(winner, reports);
    }

    /**
     * Measures the rate of an engine in hashes per second, over at least a few batches however short the time; the
     * engine is not checked here.
     */
    public static long measureRate(PowerEngine engine, Duration time) {
        long started = System.nanoTime();
        long nanos = time.toNanos();
        AtomicInteger batches = new AtomicInteger();
        SolveResult result = engine.solve(new SolveRequest(
                CHECK_CHALLENGE,
                RATE_TARGET,
                0,
                MAX_SHARES,
                Long.MAX_VALUE,
                () -> batches.incrementAndGet() > MIN_BATCHES && System.nanoTime() - started >= nanos));
        return Math.round(result.hashes() * NANOS_PER_SECOND / (System.nanoTime() - started));
    }

    private static Optional<Measured> measure(
            EngineCandidate.Available candidate, long[] expected, Duration time, List<EngineReport> reports) {
        PowerEngine engine = null;
        try {
            engine = candidate.open().get();
            if (!Arrays.equals(findCheckShares(engine), expected)) {
                throw new EngineFailure("it does not find the right shares: do not use this device or driver");
            }
            measureRate(engine, time);
            long rate = measureRate(engine, time);
            String message = String.format(Locale.ROOT, "%.1f MH/s", rate / 1e6);
            reports.add(new EngineReport(candidate.name(), rate, true, message));
            return Optional.of(new Measured(engine, rate));
        } catch (EngineFailure e) {
            reports.add(new EngineReport(candidate.name(), 0, false, String.valueOf(e.getMessage())));
            if (engine != null) {
                engine.close();
            }
            return Optional.empty();
        }
    }

    private static Optional<Measured> faster(Optional<Measured> one, Optional<Measured> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        List<Measured> ascending = new ArrayList<>(List.of(one.get(), other.get()));
        ascending.sort(Comparator.comparingLong(Measured::rate));
        ascending.getFirst().engine.close();
        return Optional.of(ascending.getLast());
    }

    private static long[] findCheckShares(PowerEngine engine) {
        return engine.solve(new SolveRequest(
                        CHECK_CHALLENGE, CHECK_TARGET, CHECK_START, MAX_SHARES, CHECK_HASHES, () -> false))
                .nonces();
    }

    private static long[] expectedShares() {
        ShareCheck check = Sha256Share.INSTANCE.check(CHECK_CHALLENGE, CHECK_TARGET);
        return LongStream.range(CHECK_START, CHECK_START + CHECK_HASHES)
                .filter(check::isShare)
                .toArray();
    }

    private record Measured(PowerEngine engine, long rate) {}
}
