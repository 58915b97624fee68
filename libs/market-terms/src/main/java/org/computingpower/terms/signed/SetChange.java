package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;

/**
 * The validators' word for the next set of validators.
 *
 * @param newVersion version of the new set
 * @param membersHash hash of the new set's members
 * @param threshold signatures needed from the new set
 * @param effectiveAt Unix second from which it holds
 */
public record SetChange(long newVersion, Bytes32 membersHash, int threshold, long effectiveAt) implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.VALIDATOR_SET,
            "SetChange(uint64 newVersion,bytes32 membersHash,uint16 threshold,uint64 effectiveAt)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(newVersion, membersHash, threshold, effectiveAt);
    }
}
