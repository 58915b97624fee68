package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.NodeId;

/**
 * A validator's word for the rate of a device.
 *
 * @param setVersion version of the validator set
 * @param nodeId the node
 * @param device index of the device, below 2^16
 * @param measuredRate measured rate, hashes per second
 * @param r0 rated power, hashes per second
 * @param effectiveEpoch first epoch in which it holds
 */
public record Rating(long setVersion, NodeId nodeId, int device, long measuredRate, long r0, long effectiveEpoch)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.STAKE_MANAGER,
            "Rating(uint64 setVersion,bytes32 nodeId,uint16 device,uint64 measuredRate,uint64 r0,"
                    + "uint64 effectiveEpoch)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, nodeId, device, measuredRate, r0, effectiveEpoch);
    }
}
