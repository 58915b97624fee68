package org.computingpower.settlement;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.computingpower.events.ChainFact;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.Ids;

/** The other services of the market: writes their facts to the broker, each one twice, and reads what settlement publishes. */
final class MarketBus implements AutoCloseable {

    private static final List<String> PUBLISHED =
            List.of(TopicNames.SETTLEMENT_ORDERS, TopicNames.SETTLEMENT_BATCHES, TopicNames.SETTLEMENT_SLASHES);

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    /** Of all tests of this JVM: they share the broker and the service. */
    private static final Map<String, Long> VERSIONS = new ConcurrentHashMap<>();

    private final Set<String> seen = new HashSet<>();
    private final List<MarketEvent> published = new ArrayList<>();

    MarketBus(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = PUBLISHED.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Delivers each fact twice, under one event id and version. */
    void tell(MarketEvent... facts) {
        for (MarketEvent fact : facts) {
            if (fact instanceof ChainFact onChain) {
                FakeEscrow.INSTANCE.apply(onChain);
            }
            ProducerRecord<String, byte[]> message = message(fact);
            send(message);
            send(message);
        }
    }

    private ProducerRecord<String, byte[]> message(MarketEvent fact) {
        String topic = Topic.of(fact).topicName();
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(topic, fact.key(), EventJson.write(fact).getBytes(StandardCharsets.UTF_8));
        long version = VERSIONS.merge(topic + " " + fact.key(), 1L, Long::sum);
        UUID id = Ids.next();
        header(message, "ce_specversion", "1.0");
        header(message, "ce_id", id.toString());
        header(message, "ce_type", Topic.ceType(fact));
        header(message, "ce_source", "/" + topic);
        header(message, "ce_time", Instant.EPOCH.toString());
        header(message, "ce_streamversion", Long.toString(version));
        return message;
    }

    private void send(ProducerRecord<String, byte[]> message) {
        try {
            producer.send(message).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker refused a record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Everything of a type that was published so far, each event once, per key in its order. */
    <T extends MarketEvent> List<T> published(Class<T> type) {
        for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
            String id = new String(message.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
            String ceType = new String(message.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
            if (seen.add(id)) {
                published.add(read(message, Topic.recordOf(ceType).orElseThrow()));
            }
        }
        return published.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The same under one key. */
    <T extends MarketEvent> List<T> published(Class<T> type, String key) {
        return published(type).stream().filter(fact -> fact.key().equals(key)).toList();
    }

    private static MarketEvent read(ConsumerRecord<String, byte[]> message, Class<? extends MarketEvent> type) {
        try {
            return EventJson.read(new String(message.value(), StandardCharsets.UTF_8), type);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("Settlement published what the catalogue does not know", e);
        }
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
