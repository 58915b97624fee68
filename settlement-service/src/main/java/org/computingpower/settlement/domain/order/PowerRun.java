package org.computingpower.settlement.domain.order;

import org.computingpower.power.statistics.Cusum;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.signed.PowerVerdict;

/**
 * The suspicious run of one device in one order: the rounds since its {@link Cusum} last was zero, as the quorum's verdicts tell them.
 *
 * @param device index of the device
 * @param level g of the CUSUM, greater than 0
 * @param shares shares found in the run
 * @param expected shares that the rated power would have found
 * @param rounds number of answered rounds, at least 1
 * @param fromEpoch epoch of the first round
 * @param toEpoch epoch of the last round
 * @param verdictsHash h = SHA-256(h ‖ struct hash of the verdict), in epoch order, from 32 zero bytes
 */
public record PowerRun(
        int device,
        double level,
        long shares,
        long expected,
        int rounds,
        long fromEpoch,
        long toEpoch,
        Bytes32 verdictsHash) {

    /** The state after a round that left {@code cusum}, in a run that began as {@code before} tells. */
    static PowerRun of(Cusum cusum, PowerVerdict verdict, long fromEpoch, Bytes32 before) {
        return new PowerRun(
                verdict.device(),
                cusum.level(),
                cusum.runShares(),
                cusum.runExpected(),
                cusum.runRounds(),
                fromEpoch,
                verdict.epoch(),
                Digests.sha256(before.toArray(), verdict.structHash().toArray()));
    }

    /** The statistic. */
    Cusum cusum() {
        return new Cusum(level, shares, expected, rounds);
    }
}
