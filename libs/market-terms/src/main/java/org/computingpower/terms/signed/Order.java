package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/**
 * What a user's wallet signs: all terms of one order, frozen at quote time. Its struct hash is the {@link #orderId()}.
 *
 * @param salt 32 random bytes that make the order unique
 * @param user the user's wallet
 * @param provider the provider's wallet
 * @param payee where the provider's share goes
 * @param stakeAccount the account whose stake stands for the node
 * @param nodeId the node
 * @param offerHash struct hash of the offer
 * @param token the market's token contract
 * @param totalPrice price of the whole term, base units
 * @param durationSeconds term, seconds
 * @param feeBps platform fee, basis points of what is released
 * @param validatorShareBps the validators' share of the fee, basis points
 * @param mode how the node proves power during the order
 * @param phiBps share of the rated power that is proven, basis points
 * @param policyHash SHA-256 of the policy document's bytes
 * @param dataProtection what confidentiality means here
 * @param openBefore Unix second until which the escrow may be opened
 * @param acceptBefore Unix second until which the node may accept
 */
public record Order(
        Bytes32 salt,
        Address user,
        Address provider,
        Address payee,
        Address stakeAccount,
        NodeId nodeId,
        Bytes32 offerHash,
        Address token,
        TokenAmount totalPrice,
        long durationSeconds,
        int feeBps,
        int validatorShareBps,
        Mode mode,
        int phiBps,
        Bytes32 policyHash,
        DataProtection dataProtection,
        long openBefore,
        long acceptBefore)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.ORDER_ESCROW,
            "Order(bytes32 salt,address user,address provider,address payee,address stakeAccount,"
                    + "bytes32 nodeId,bytes32 offerHash,address token,uint256 totalPrice,"
                    + "uint64 durationSeconds,uint16 feeBps,uint16 validatorShareBps,uint8 mode,"
                    + "uint16 phiBps,bytes32 policyHash,uint8 dataProtection,uint64 openBefore,"
                    + "uint64 acceptBefore)");

    /** The identity of this order: its struct hash. */
    public OrderId orderId() {
        return new OrderId(structHash());
    }

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(
                salt,
                user,
                provider,
                payee,
                stakeAccount,
                nodeId,
                offerHash,
                token,
                totalPrice,
                durationSeconds,
                feeBps,
                validatorShareBps,
                mode,
                phiBps,
                policyHash,
                dataProtection,
                openBefore,
                acceptBefore);
    }
}
