package org.computingpower.power.round;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.RoundPart;

/**
 * Who leads an epoch: a rendezvous hash over the validators. The first in rank leads the primary part, the second the
 * reserve part; a lone validator leads both.
 */
public final class LeaderRanking {

    private static final int LABEL_BYTES = 16;

    private LeaderRanking() {}

    /**
     * All validators, highest score first: {@code SHA256("CPP/leader/v1" zero-padded to 16 | seed 32 | epoch u64 |
     * validator 20)}. Duplicates count once.
     *
     * @param seedTwoEpochsBefore the epoch seed of epoch - 2 (zero for the first two epochs)
     */
    public static List<ValidatorAddress> of(
            Hash32 seedTwoEpochsBefore, long epoch, Collection<ValidatorAddress> validators) {
        return validators.stream()
                .distinct()
                .sorted(Comparator.comparing(
                                (ValidatorAddress validator) -> score(seedTwoEpochsBefore, epoch, validator))
                        .reversed())
                .toList();
    }

    /**
     * The leader of one part.
     *
     * @throws IllegalArgumentException if there is no validator
     */
    public static ValidatorAddress leader(
            Hash32 seedTwoEpochsBefore, long epoch, RoundPart part, Collection<ValidatorAddress> validators) {
        List<ValidatorAddress> ranking = of(seedTwoEpochsBefore, epoch, validators);
        if (ranking.isEmpty()) {
            throw new IllegalArgumentException("Somebody has to lead: there is no validator");
        }
        return switch (part) {
            case PRIMARY -> ranking.getFirst();
            case RESERVE -> ranking.get(Math.min(1, ranking.size() - 1));
        };
    }

    private static Hash32 score(Hash32 seed, long epoch, ValidatorAddress validator) {
        return new HashInput()
                .label("CPP/leader/v1", LABEL_BYTES)
                .hash(seed)
                .u64(epoch)
                .raw(validator.bytes())
                .sha256();
    }
}
