package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;

/**
 * A validator's word for the appraisal policy from an epoch on.
 *
 * @param setVersion version of the validator set
 * @param version last version + 1
 * @param policyHash SHA-256 of the policy document's bytes
 * @param effectiveEpoch first epoch in which it holds
 */
public record PolicyActivation(long setVersion, long version, Bytes32 policyHash, long effectiveEpoch)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.NODE_REGISTRY,
            "PolicyActivation(uint64 setVersion,uint64 version,bytes32 policyHash," + "uint64 effectiveEpoch)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, version, policyHash, effectiveEpoch);
    }
}
