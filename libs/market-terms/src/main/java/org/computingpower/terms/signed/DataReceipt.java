package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;

/**
 * The node's word that it received a ciphertext, signed by the node key.
 *
 * @param orderId the order
 * @param seq sequence number, strictly rising
 * @param ciphertextSha256 SHA-256 of the ciphertext
 * @param receivedAt Unix second
 */
public record DataReceipt(OrderId orderId, long seq, Bytes32 ciphertextSha256, long receivedAt) implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.ORDER_ESCROW,
            "DataReceipt(bytes32 orderId,uint64 seq,bytes32 ciphertextSha256,uint64 receivedAt)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(orderId, seq, ciphertextSha256, receivedAt);
    }
}
