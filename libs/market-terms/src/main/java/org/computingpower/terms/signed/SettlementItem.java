package org.computingpower.terms.signed;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/**
 * The cumulative amounts of one order in a batch.
 *
 * @param orderId the order
 * @param releasedCum released so far, gross, base units, below 2^128
 * @param refundedCum refunded so far, base units, below 2^128
 * @param isFinal whether this closes the order
 */
public record SettlementItem(
        OrderId orderId,
        TokenAmount releasedCum,
        TokenAmount refundedCum,
        @JsonProperty("isFinal") boolean isFinal) implements TypedStruct {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.ORDER_ESCROW,
            "SettlementItem(bytes32 orderId,uint128 releasedCum,uint128 refundedCum,bool isFinal)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(orderId, releasedCum, refundedCum, isFinal);
    }
}
