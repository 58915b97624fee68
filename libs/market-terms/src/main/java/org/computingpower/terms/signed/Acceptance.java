package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/**
 * The node's word that it serves an order, signed by the node key.
 *
 * @param orderId the order
 * @param nodeId the node
 * @param acceptedAt Unix second of the acceptance
 */
public record Acceptance(OrderId orderId, NodeId nodeId, long acceptedAt) implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE =
            StructType.of(ContractName.ORDER_ESCROW, "Acceptance(bytes32 orderId,bytes32 nodeId,uint64 acceptedAt)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(orderId, nodeId, acceptedAt);
    }
}
