package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;

/**
 * A validator's word for when it received a commit.
 *
 * @param setVersion version of the validator set
 * @param commitHash struct hash of the commit
 * @param receivedAtMillis Unix milliseconds
 */
public record CommitReceipt(long setVersion, Bytes32 commitHash, long receivedAtMillis) implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.STAKE_MANAGER, "CommitReceipt(uint64 setVersion,bytes32 commitHash,uint64 receivedAtMillis)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, commitHash, receivedAtMillis);
    }
}
