package org.computingpower.terms.signed;

import org.computingpower.terms.Address;

/**
 * The four EIP-712 domains of one market.
 *
 * @param orderEscrow domain of OrderEscrow
 * @param stakeManager domain of StakeManager
 * @param nodeRegistry domain of NodeRegistry
 * @param validatorSet domain of ValidatorSet
 */
public record MarketDomains(
        MarketDomain orderEscrow, MarketDomain stakeManager, MarketDomain nodeRegistry, MarketDomain validatorSet) {

    /**
     * @throws IllegalArgumentException if a domain stands in another's place or they are not on one chain
     */
    public MarketDomains {
        requireName(orderEscrow, ContractName.ORDER_ESCROW, orderEscrow.chainId());
        requireName(stakeManager, ContractName.STAKE_MANAGER, orderEscrow.chainId());
        requireName(nodeRegistry, ContractName.NODE_REGISTRY, orderEscrow.chainId());
        requireName(validatorSet, ContractName.VALIDATOR_SET, orderEscrow.chainId());
    }

    /** The domains of a market by its chain and contracts. */
    public static MarketDomains of(
            long chainId, Address orderEscrow, Address stakeManager, Address nodeRegistry, Address validatorSet) {
        return new MarketDomains(
                MarketDomain.of(ContractName.ORDER_ESCROW, chainId, orderEscrow),
                MarketDomain.of(ContractName.STAKE_MANAGER, chainId, stakeManager),
                MarketDomain.of(ContractName.NODE_REGISTRY, chainId, nodeRegistry),
                MarketDomain.of(ContractName.VALIDATOR_SET, chainId, validatorSet));
    }

    /** The EIP-155 chain id that all four share. */
    public long chainId() {
        return orderEscrow.chainId();
    }

    /** The domain of a contract. */
    public MarketDomain domainOf(ContractName contract) {
        return switch (contract) {
            case ORDER_ESCROW -> orderEscrow;
            case STAKE_MANAGER -> stakeManager;
            case NODE_REGISTRY -> nodeRegistry;
            case VALIDATOR_SET -> validatorSet;
        };
    }

    private static void requireName(MarketDomain domain, ContractName name, long chainId) {
        if (domain.contract() != name || domain.chainId() != chainId) {
            throw new IllegalArgumentException(
                    "Expected the domain of " + name + " on chain " + chainId + ". Found " + domain);
        }
    }
}
