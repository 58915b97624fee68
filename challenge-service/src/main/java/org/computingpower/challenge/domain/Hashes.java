package org.computingpower.challenge.domain;

import org.computingpower.power.Hash32;
import org.computingpower.power.ProofMode;
import org.computingpower.power.round.ValidatorAddress;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.Mode;

/** The market's value types as those of the puzzle, and back. Both sides hold the same bytes. */
public final class Hashes {

    private Hashes() {}

    /** 32 bytes for the puzzle. */
    public static Hash32 puzzle(Bytes32 value) {
        return Hash32.of(value.toArray());
    }

    /** 32 bytes for signed statements. */
    public static Bytes32 terms(Hash32 value) {
        return Bytes32.of(value.bytes());
    }

    /** A validator's address for the beacon. */
    public static ValidatorAddress beacon(Address address) {
        return ValidatorAddress.of(address.toArray());
    }

    /** A validator's address for signed statements. */
    public static Address terms(ValidatorAddress address) {
        return Address.of(address.bytes());
    }

    /** How a device is measured, for people and events. */
    public static Mode terms(ProofMode mode) {
        return switch (mode) {
            case STANDBY -> Mode.STANDBY;
            case EXCLUSIVE -> Mode.EXCLUSIVE;
            case SHARED -> Mode.SHARED;
            case AUDIT -> Mode.AUDIT;
            case CALIBRATION -> Mode.CALIBRATION;
        };
    }
}
