package org.computingpower.events;

/** Topic names as constants, for annotations and configuration. {@link Topic} is the catalogue. */
public final class TopicNames {

    public static final String REGISTRY_ACCOUNTS = "registry.accounts.v1";
    public static final String REGISTRY_NODES = "registry.nodes.v1";
    public static final String REGISTRY_POLICIES = "registry.policies.v1";
    public static final String ATTESTATION_EVIDENCE = "attestation.evidence.v1";
    public static final String ATTESTATION_VERDICTS = "attestation.verdicts.v1";
    public static final String CHALLENGE_ROUNDS = "challenge.rounds.v1";
    public static final String CHALLENGE_VERDICTS = "challenge.verdicts.v1";
    public static final String CHALLENGE_COSIGNATURES = "challenge.cosignatures.v1";
    public static final String ORDER_ORDERS = "order.orders.v1";
    public static final String SETTLEMENT_ORDERS = "settlement.orders.v1";
    public static final String SETTLEMENT_BATCHES = "settlement.batches.v1";
    public static final String SETTLEMENT_SLASHES = "settlement.slashes.v1";
    public static final String CHAIN_FACTS = "chain.facts.v1";
    public static final String CHAIN_HEADS = "chain.heads.v1";

    private TopicNames() {}
}
