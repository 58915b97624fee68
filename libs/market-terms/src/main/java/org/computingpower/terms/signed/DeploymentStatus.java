package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/**
 * The node's word for how far a generation of a deployment is, signed by the node key.
 *
 * @param orderId the order
 * @param nodeId the node
 * @param generation generation of the desired state
 * @param phase how far it is
 * @param detailHash keccak256 of the UTF-8 detail text
 * @param reportedAt Unix second
 */
public record DeploymentStatus(
        OrderId orderId, NodeId nodeId, long generation, DeploymentPhase phase, Bytes32 detailHash, long reportedAt)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.ORDER_ESCROW,
            "DeploymentStatus(bytes32 orderId,bytes32 nodeId,uint64 generation,uint8 phase,"
                    + "bytes32 detailHash,uint64 reportedAt)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(orderId, nodeId, generation, phase, detailHash, reportedAt);
    }
}
