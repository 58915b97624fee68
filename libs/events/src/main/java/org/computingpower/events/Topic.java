package org.computingpower.events;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of topics: which facts travel where. {@code topics.yaml} and {@code asyncapi.yaml} say the same to tools
 * outside Java; a test holds them together.
 */
public enum Topic {
    REGISTRY_ACCOUNTS(TopicNames.REGISTRY_ACCOUNTS, "accountId", RegistryAccountEvent.class),
    REGISTRY_NODES(TopicNames.REGISTRY_NODES, "nodeId", RegistryNodeEvent.class),
    REGISTRY_POLICIES(TopicNames.REGISTRY_POLICIES, "market", RegistryPolicyEvent.class),
    ATTESTATION_EVIDENCE(TopicNames.ATTESTATION_EVIDENCE, "nodeId", AttestationEvidenceEvent.class),
    ATTESTATION_VERDICTS(TopicNames.ATTESTATION_VERDICTS, "nodeId", AttestationVerdictEvent.class),
    CHALLENGE_ROUNDS(TopicNames.CHALLENGE_ROUNDS, "epoch", ChallengeRoundEvent.class),
    CHALLENGE_VERDICTS(TopicNames.CHALLENGE_VERDICTS, "nodeId", ChallengeVerdictEvent.class),
    CHALLENGE_COSIGNATURES(TopicNames.CHALLENGE_COSIGNATURES, "batchId", ChallengeCosignatureEvent.class),
    ORDER_ORDERS(TopicNames.ORDER_ORDERS, "orderId", OrderEvent.class),
    SETTLEMENT_ORDERS(TopicNames.SETTLEMENT_ORDERS, "orderId", SettlementOrderEvent.class),
    SETTLEMENT_BATCHES(TopicNames.SETTLEMENT_BATCHES, "batchId", SettlementBatchEvent.class),
    SETTLEMENT_SLASHES(TopicNames.SETTLEMENT_SLASHES, "nodeId", SettlementSlashEvent.class),
    CHAIN_FACTS(TopicNames.CHAIN_FACTS, "orderId, nodeId or batchId", ChainFact.class),
    CHAIN_HEADS(TopicNames.CHAIN_HEADS, "chainId", ChainHeadEvent.class, Duration.ofDays(1));

    /** Partitions of every topic. Never changed: another number would move keys and break their order. */
    public static final int PARTITIONS = 12;

    private static final Map<Class<?>, Topic> BY_RECORD = Arrays.stream(values())
            .flatMap(topic -> topic.records().stream().map(type -> Map.entry(type, topic)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static final Map<String, Class<? extends MarketEvent>> BY_CE_TYPE = Arrays.stream(values())
            .flatMap(topic -> topic.records().stream())
            .collect(Collectors.toUnmodifiableMap(Topic::ceType, Function.identity()));

    private final String topicName;
    private final String keyName;
    private final Class<? extends MarketEvent> eventType;
    private final @Nullable Duration retention;

    Topic(String topicName, String keyName, Class<? extends MarketEvent> eventType) {
        this(topicName, keyName, eventType, null);
    }

    Topic(String topicName, String keyName, Class<? extends MarketEvent> eventType, @Nullable Duration retention) {
        this.topicName = topicName;
        this.keyName = keyName;
        this.eventType = eventType;
        this.retention = retention;
    }

    /** The topic's name in Kafka, for example {@code order.orders.v1}. */
    public String topicName() {
        return topicName;
    }

    /** Which field is the Kafka key. */
    public String keyName() {
        return keyName;
    }

    /** The sealed interface of the topic's facts. */
    public Class<? extends MarketEvent> eventType() {
        return eventType;
    }

    /** How long Kafka keeps the facts; empty means for ever, so that every projection can be rebuilt. */
    public Optional<Duration> retention() {
        return Optional.ofNullable(retention);
    }

    /** The records of the topic in the order of their declaration. */
    public List<Class<? extends MarketEvent>> records() {
        return Stream.of(eventType.getPermittedSubclasses())
                .<Class<? extends MarketEvent>>map(type -> type.asSubclass(MarketEvent.class))
                .toList();
    }

    /** The topic a fact belongs to. */
    public static Topic of(MarketEvent event) {
        return of(event.getClass());
    }

    /**
     * The topic a record belongs to.
     *
     * @throws IllegalArgumentException if the class is no record of the catalogue
     */
    public static Topic of(Class<? extends MarketEvent> type) {
        Topic topic = BY_RECORD.get(type);
        if (topic == null) {
            throw new IllegalArgumentException("Not a record of the catalogue: " + type.getName());
        }
        return topic;
    }

    /** The topic of that name, empty for an unknown one. */
    public static Optional<Topic> named(String topicName) {
        return Arrays.stream(values())
                .filter(topic -> topic.topicName.equals(topicName))
                .findFirst();
    }

    /** The Kafka key of a fact. */
    public static String keyOf(MarketEvent event) {
        return event.key();
    }

    /** The CloudEvents type of a fact. */
    public static String ceType(MarketEvent event) {
        return ceType(event.getClass());
    }

    /**
     * The CloudEvents type of a record, for example {@code org.computingpower.order.orders.OrderSigned.v1}.
     *
     * @throws IllegalArgumentException if the class is no record of the catalogue
     */
    public static String ceType(Class<? extends MarketEvent> type) {
        String name = of(type).topicName;
        int version = name.lastIndexOf('.');
        return "org.computingpower." + name.substring(0, version) + "." + type.getSimpleName()
                + name.substring(version);
    }

    /** The record of a CloudEvents type, empty for an unknown one: a reader skips facts that are newer than itself. */
    public static Optional<Class<? extends MarketEvent>> recordOf(String ceType) {
        return Optional.ofNullable(BY_CE_TYPE.get(ceType));
    }

    /** Class path resource of a record's JSON Schema, for example {@code schemas/order.orders.v1/OrderSigned.json}. */
    public static String schemaResource(Class<? extends MarketEvent> type) {
        return "schemas/" + of(type).topicName + "/" + type.getSimpleName() + ".json";
    }

    /** Class path resource of a record's first golden example, for example {@code golden/order.orders.v1/OrderSigned.json}. */
    public static String goldenResource(Class<? extends MarketEvent> type) {
        return "golden/" + of(type).topicName + "/" + type.getSimpleName() + ".json";
    }
}
