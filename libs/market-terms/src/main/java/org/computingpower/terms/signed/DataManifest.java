package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;

/**
 * The user's word for which ciphertext a gateway may open, signed by the user's wallet.
 *
 * @param orderId the order
 * @param quoteHash SHA-256 of the quote's bytes
 * @param seq sequence number, strictly rising
 * @param ciphertextSha256 SHA-256 of the ciphertext
 */
public record DataManifest(OrderId orderId, Bytes32 quoteHash, long seq, Bytes32 ciphertextSha256)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.ORDER_ESCROW,
            "DataManifest(bytes32 orderId,bytes32 quoteHash,uint64 seq,bytes32 ciphertextSha256)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(orderId, quoteHash, seq, ciphertextSha256);
    }
}
