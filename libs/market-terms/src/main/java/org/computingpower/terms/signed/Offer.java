package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;

/**
 * What a provider's wallet offers: a node at a price, for a range of terms, until a time.
 *
 * @param nodeId the node
 * @param provider the provider's wallet
 * @param payee where the provider's share goes
 * @param stakeAccount the account whose stake stands for the node
 * @param token the market's token contract
 * @param pricePerSecond price of one service second, base units
 * @param minSeconds shortest term, seconds
 * @param maxSeconds longest term, seconds
 * @param dataProtection what confidentiality means here
 * @param version last version + 1
 * @param validUntil Unix second after which it no longer holds
 */
public record Offer(
        NodeId nodeId,
        Address provider,
        Address payee,
        Address stakeAccount,
        Address token,
        TokenAmount pricePerSecond,
        long minSeconds,
        long maxSeconds,
        DataProtection dataProtection,
        long version,
        long validUntil)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.ORDER_ESCROW,
            "Offer(bytes32 nodeId,address provider,address payee,address stakeAccount,"
                    + "address token,uint256 pricePerSecond,uint64 minSeconds,uint64 maxSeconds,"
                    + "uint8 dataProtection,uint64 version,uint64 validUntil)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(
                nodeId,
                provider,
                payee,
                stakeAccount,
                token,
                pricePerSecond,
                minSeconds,
                maxSeconds,
                dataProtection,
                version,
                validUntil);
    }
}
