package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;

/**
 * A validator's word for every public input of a round.
 *
 * @param setVersion version of the validator set
 * @param epoch the epoch
 * @param part part of the epoch: 0 primary, 1 reserve
 * @param beaconKind where the randomness comes from
 * @param beaconOutput the beacon's 32 bytes
 * @param blockNumber number of the finalized block
 * @param blockHash hash of that block
 * @param epochSeed the round's seed
 * @param rosterRoot Merkle root of the round's roster
 * @param rosterSize entries in the roster, below 2^31
 */
public record RoundOpen(
        long setVersion,
        long epoch,
        int part,
        BeaconKind beaconKind,
        Bytes32 beaconOutput,
        long blockNumber,
        Bytes32 blockHash,
        Bytes32 epochSeed,
        Bytes32 rosterRoot,
        int rosterSize)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.STAKE_MANAGER,
            "RoundOpen(uint64 setVersion,uint64 epoch,uint8 part,uint16 beaconKind,"
                    + "bytes32 beaconOutput,uint64 blockNumber,bytes32 blockHash,bytes32 epochSeed,"
                    + "bytes32 rosterRoot,uint32 rosterSize)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(
                setVersion,
                epoch,
                part,
                beaconKind,
                beaconOutput,
                blockNumber,
                blockHash,
                epochSeed,
                rosterRoot,
                rosterSize);
    }
}
