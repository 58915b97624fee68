package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.NodeId;

/**
 * A validator's word for whether its statistics of a device raise the alarm after a round. Validators compute them with
 * floating point, so that honest ones may differ: a threshold of them is counted, not compared.
 *
 * @param setVersion version of the validator set
 * @param nodeId the node
 * @param device index of the device, below 2^16
 * @param epoch the epoch of the round
 * @param raised whether the sum is above the alarm level
 */
public record PowerAlarm(long setVersion, NodeId nodeId, int device, long epoch, boolean raised) implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.STAKE_MANAGER,
            "PowerAlarm(uint64 setVersion,bytes32 nodeId,uint16 device,uint64 epoch,bool raised)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, nodeId, device, epoch, raised);
    }
}
