package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/**
 * A node's commitment to its shares of one challenge, signed by the node key.
 *
 * @param epoch the epoch
 * @param challengeId the challenge C of the puzzle
 * @param nodeId the node
 * @param orderId the order, or {@link OrderId#NONE} on standby
 * @param device index of the device, below 2^16
 * @param k number of shares, below 2^31
 * @param root Merkle root of the shares
 */
public record Commit(long epoch, Bytes32 challengeId, NodeId nodeId, OrderId orderId, int device, int k, Bytes32 root)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.STAKE_MANAGER,
            "Commit(uint64 epoch,bytes32 challengeId,bytes32 nodeId,bytes32 orderId,uint16 device,"
                    + "uint32 k,bytes32 root)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(epoch, challengeId, nodeId, orderId, device, k, root);
    }
}
