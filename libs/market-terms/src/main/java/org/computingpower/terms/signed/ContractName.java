package org.computingpower.terms.signed;

/** The contracts whose EIP-712 domains the market's types are signed under. */
public enum ContractName {
    /** Orders, their settlement, and what user and node say about an order. */
    ORDER_ESCROW("OrderEscrow"),
    /** Rounds, proofs, ratings and slashes. */
    STAKE_MANAGER("StakeManager"),
    /** Attestation and policy. */
    NODE_REGISTRY("NodeRegistry"),
    /** Changes of the set of validators. */
    VALIDATOR_SET("ValidatorSet");

    private final String domainName;

    ContractName(String domainName) {
        this.domainName = domainName;
    }

    /** The {@code name} of the domain. */
    public String domainName() {
        return domainName;
    }
}
