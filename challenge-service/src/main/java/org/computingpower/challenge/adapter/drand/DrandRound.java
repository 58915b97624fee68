package org.computingpower.challenge.adapter.drand;

import org.computingpower.power.Hash32;
import org.computingpower.power.round.BeaconOutput;

/**
 * A round whose signature was verified.
 *
 * @param number its number
 * @param randomness SHA-256 of its signature
 */
record DrandRound(long number, Hash32 randomness) {

    static DrandRound of(long number, byte[] verifiedSignature) {
        return new DrandRound(number, BeaconOutput.ofDrandSignature(verifiedSignature));
    }
}
