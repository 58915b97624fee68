package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/**
 * A validator's word that a slash be proposed.
 *
 * @param setVersion version of the validator set
 * @param nodeId the node
 * @param orderId the order, or {@link OrderId#NONE}
 * @param rule the rule broken
 * @param amount base units
 * @param evidenceHash SHA-256 of the evidence
 * @param slashNo number of the slash, rising by one
 */
public record Slash(
        long setVersion,
        NodeId nodeId,
        OrderId orderId,
        SlashRule rule,
        TokenAmount amount,
        Bytes32 evidenceHash,
        long slashNo)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.STAKE_MANAGER,
            "Slash(uint64 setVersion,bytes32 nodeId,bytes32 orderId,uint8 rule,uint256 amount,"
                    + "bytes32 evidenceHash,uint64 slashNo)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, nodeId, orderId, rule, amount, evidenceHash, slashNo);
    }
}
