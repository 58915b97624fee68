package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;

/**
 * A validator's promise, one epoch ahead, of its two beacon secrets and of the block that binds the round.
 *
 * @param setVersion version of the validator set
 * @param epoch the epoch
 * @param primaryHash SHA-256 of the secret for the primary part
 * @param reserveHash SHA-256 of the secret for the reserve part
 * @param blockNumber number of the finalized block
 * @param blockHash hash of that block
 */
public record BeaconCommitment(
        long setVersion, long epoch, Bytes32 primaryHash, Bytes32 reserveHash, long blockNumber, Bytes32 blockHash)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.STAKE_MANAGER,
            "BeaconCommitment(uint64 setVersion,uint64 epoch,bytes32 primaryHash,"
                    + "bytes32 reserveHash,uint64 blockNumber,bytes32 blockHash)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, epoch, primaryHash, reserveHash, blockNumber, blockHash);
    }
}
