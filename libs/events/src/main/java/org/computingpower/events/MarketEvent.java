package org.computingpower.events;

/**
 * A fact that one service published for the others. The type of topic a fact belongs to is its sealed parent; the
 * CloudEvents attributes (id, source, type, time) travel in the Kafka headers, never in the body.
 */
public sealed interface MarketEvent
        permits RegistryAccountEvent,
                RegistryNodeEvent,
                RegistryPolicyEvent,
                AttestationEvidenceEvent,
                AttestationVerdictEvent,
                ChallengeRoundEvent,
                ChallengeVerdictEvent,
                ChallengeCosignatureEvent,
                OrderEvent,
                SettlementOrderEvent,
                SettlementBatchEvent,
                SettlementSlashEvent,
                ChainFact,
                ChainHeadEvent {

    /** The Kafka key: the id of the aggregate the fact is about. Facts of one key keep their order. */
    String key();
}
