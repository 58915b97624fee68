package org.computingpower.power.round;

import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;

/** The seed every challenge of an epoch is derived from, and what else follows from it. */
public final class EpochSeed {

    private static final int LABEL_BYTES = 16;
    /** 32 of 256 = one epoch in eight. */
    private static final int AUDIT_BOUND = 32;

    private EpochSeed() {}

    /**
     * {@code SHA256("CPP/seed/v1" zero-padded to 16 | beaconKind u16 | epoch u64 | beaconOutput 32 | evmChainId u64 |
     * blockHash 32)}.
     *
     * @param blockHash the finalized block named one epoch ahead; it binds the deployment and is no entropy
     */
    public static Hash32 of(BeaconKind kind, long epoch, Hash32 beaconOutput, long evmChainId, Hash32 blockHash) {
        return new HashInput()
                .label("CPP/seed/v1", LABEL_BYTES)
                .u16(kind.wire())
                .u64(epoch)
                .hash(beaconOutput)
                .u64(evmChainId)
                .hash(blockHash)
                .sha256();
    }

    /**
     * Whether this is an audit epoch, in which shared devices prove their full power: {@code SHA256("CPP/audit/v1" |
     * epochSeed)[0] < 32}, the same for all nodes. The label is not padded.
     */
    public static boolean isAudit(Hash32 epochSeed) {
        return new HashInput()
                        .label("CPP/audit/v1", "CPP/audit/v1".length())
                        .hash(epochSeed)
                        .sha256()
                        .unsignedByte(0)
                < AUDIT_BOUND;
    }
}
