package org.computingpower.challenge.domain.rating;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.domain.round.SlotVerdict;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.statistics.Cusum;
import org.computingpower.power.statistics.LikelihoodRatio;
import org.computingpower.power.statistics.Rating;
import org.computingpower.power.statistics.Rating.CalibrationRound;
import org.computingpower.terms.signed.ProofResult;

/**
 * What the rounds so far say about one device. Immutable.
 *
 * @param cusum the alarm statistic over rounds against a rating; survives orders and ratings
 * @param calibration rating rounds in a row since the last rating or the last unanswered one, oldest first, at most three
 */
public record DeviceTrack(Cusum cusum, List<CalibrationRound> calibration) {

    /** A device of which nothing is known. */
    public static final DeviceTrack START = new DeviceTrack(Cusum.START, List.of());

    /** Copies the list. */
    public DeviceTrack {
        calibration = List.copyOf(calibration);
    }

    /**
     * What one answered round showed.
     *
     * @param measuredRate floor(k * Reff / mu), hashes per second
     * @param logLikelihoodRatio of 85 % of the rating over the rating
     */
    public record Measurement(int k, int mu, long measuredRate, double logLikelihoodRatio) {}

    /**
     * A rating.
     *
     * @param measuredRate the smallest of three measured rates, hashes per second
     * @param r0 the rating, hashes per second
     */
    public record Rated(long measuredRate, long r0) {}

    /** The track after one more round. */
    public DeviceTrack after(SlotVerdict verdict) {
        Optional<Measurement> measured = measurementOf(verdict);
        if (verdict.slot().mode() != ProofMode.CALIBRATION) {
            return new DeviceTrack(
                    measured.map(shown -> cusum.next(shown.k(), shown.mu())).orElse(cusum), List.of());
        }
        if (measured.isEmpty()) {
            return new DeviceTrack(cusum, List.of());
        }
        CalibrationRound round = roundOf(verdict);
        boolean sameTarget = calibration.stream().allMatch(earlier -> earlier.effectiveRate() == round.effectiveRate());
        boolean full = calibration.size() == Rating.ROUNDS;
        List<CalibrationRound> rounds = new ArrayList<>(sameTarget && !full ? calibration : List.of());
        rounds.add(round);
        return new DeviceTrack(cusum, rounds);
    }

    /**
     * The rating, exactly in the third rating round in a row. Integers only: equal for all validators.
     */
    public Optional<Rated> rating() {
        if (calibration.size() != Rating.ROUNDS) {
            return Optional.empty();
        }
        long advertised = calibration.getFirst().effectiveRate();
        long measured = calibration.stream()
                .mapToLong(CalibrationRound::measuredRate)
                .min()
                .orElseThrow();
        return Optional.of(new Rated(measured, Rating.ratedPower(advertised, calibration)));
    }

    /** What a verdict measured; empty if there is nothing that counts. */
    public static Optional<Measurement> measurementOf(SlotVerdict verdict) {
        ProofResult result = verdict.verdict().result();
        if (result != ProofResult.PASS && result != ProofResult.FAIL) {
            return Optional.empty();
        }
        CalibrationRound round = roundOf(verdict);
        return Optional.of(new Measurement(
                round.shares(),
                round.mu(),
                round.measuredRate(),
                LikelihoodRatio.log(round.shares(), round.mu(), 1, Cusum.SUSPECTED_RATIO)));
    }

    private static CalibrationRound roundOf(SlotVerdict verdict) {
        ProofParameters parameters = verdict.slot().parameters();
        return new CalibrationRound(verdict.verdict().k(), parameters.mu(), parameters.effectiveRate());
    }
}
