package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.OrderId;

/**
 * The user's word that an order ends now, signed by the user's wallet. The end is the platform's receipt time.
 *
 * @param orderId the order
 * @param signedAt Unix second of the signature
 */
public record Cancel(OrderId orderId, long signedAt) implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE =
            StructType.of(ContractName.ORDER_ESCROW, "Cancel(bytes32 orderId,uint64 signedAt)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(orderId, signedAt);
    }
}
