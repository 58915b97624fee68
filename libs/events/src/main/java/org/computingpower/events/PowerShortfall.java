package org.computingpower.events;

import org.computingpower.terms.Bytes32;

/**
 * Proof that a device has less than 85 % of its rated power: over a run of rounds whose verdicts a quorum signed, the exact 99.9 % upper
 * bound of its power lies below. Whoever has the verdicts can compute it again.
 *
 * @param device index of the device
 * @param fromEpoch epoch of the run's first round
 * @param toEpoch epoch of its last round
 * @param rounds number of answered rounds in the run; missed rounds do not count
 * @param shares shares found in them
 * @param expected shares that the rated power would have found
 * @param verdictsHash hash over the verdicts of the run: h = SHA-256(h ‖ struct hash of the verdict), in epoch order, from 32 zero bytes
 */
public record PowerShortfall(
        int device, long fromEpoch, long toEpoch, int rounds, long shares, long expected, Bytes32 verdictsHash) {}
