package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;

/**
 * Cumulative amounts of many orders, co-signed by a quorum of validators. Its digest is the batchId.
 *
 * @param setVersion version of the validator set
 * @param batchNo number of the batch, rising by one
 * @param asOfEpoch the last epoch that the amounts include
 * @param items one item per order
 */
public record SettlementBatch(long setVersion, long batchNo, long asOfEpoch, List<SettlementItem> items)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.ORDER_ESCROW,
            "SettlementBatch(uint64 setVersion,uint64 batchNo,uint64 asOfEpoch,"
                    + "SettlementItem[] items)SettlementItem(bytes32 orderId,uint128 releasedCum,"
                    + "uint128 refundedCum,bool isFinal)");

    /** Copies the list. */
    public SettlementBatch {
        items = List.copyOf(items);
    }

    /** The identity of this batch in a market: its digest. */
    public Bytes32 batchId(MarketDomains domains) {
        return digest(domains);
    }

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, batchNo, asOfEpoch, items);
    }
}
