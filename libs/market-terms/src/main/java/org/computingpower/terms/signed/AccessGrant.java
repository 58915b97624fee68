package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/**
 * The user's word to a gateway, exchanged for a session, signed by the user's wallet.
 *
 * @param orderId the order
 * @param nodeId the node
 * @param gatewayOrigin origin of the node's gateway, for example https://node.example:8443
 * @param nonce 32 random bytes, accepted once
 * @param expiresAt Unix second
 */
public record AccessGrant(OrderId orderId, NodeId nodeId, String gatewayOrigin, Bytes32 nonce, long expiresAt)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.ORDER_ESCROW,
            "AccessGrant(bytes32 orderId,bytes32 nodeId,string gatewayOrigin,bytes32 nonce," + "uint64 expiresAt)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(orderId, nodeId, gatewayOrigin, nonce, expiresAt);
    }
}
