package org.computingpower.relayer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.computingpower.relayer.harness.TestMarket.item;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.relayer.harness.ChainForService;
import org.computingpower.relayer.harness.TestChain;
import org.computingpower.relayer.harness.TestMarket;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.market.MarketFile;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The whole service: from an event on one topic, over the chain, to a final fact on another. */
@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs =
                @ResourceArg(
                        name = "topics",
                        value = "registry.nodes.v1,settlement.batches.v1,chain.facts.v1,chain.heads.v1"))
@WithTestResource(ChainForService.class)
class RelayerServiceIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final TokenSigner tokens = SharedInfrastructure.tokens();

    @Inject
    MarketFile file;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void carriesAnAttestationAndABatchToTheChainAndTheirFactsBack() {
        TestChain chain = TestChain.at(file.rpcUrls().getFirst());
        TestMarket market = TestMarket.at(chain, file);
        UUID eventId = UUID.randomUUID();
        publish(eventId, market.attested("service", 1));
        publish(eventId, market.attested("service", 1));
        String key = TestMarket.nodeKey("service").nodeId().toString();
        Set<String> wanted = Set.of("NodeRecorded SEEN " + key, "NodeRecorded FINAL " + key);

        assertThat(facts(wanted, key)).containsExactly("NodeRecorded SEEN " + key, "NodeRecorded FINAL " + key);
        assertThat(market.recordedSeq("service")).isEqualTo(1);
        market.stake("service", 1_000_000);
        OrderId orderId = market.open("service", "alice", 1_000);
        var ready = market.ready(1, List.of(item(orderId, 300, 0, false)));
        publish(UUID.randomUUID(), ready);

        String order = orderId.toString();
        assertThat(facts(Set.of("OrderItemSettled FINAL " + order), order))
                .containsExactlyInAnyOrder(
                        "EscrowOpened SEEN " + order,
                        "EscrowOpened FINAL " + order,
                        "OrderItemSettled SEEN " + order,
                        "OrderItemSettled FINAL " + order);
        assertThat(market.money(orderId)).containsExactly(300L, 0L, 15L);
        String intent = Intent.settleId(ready.batchId());
        await().atMost(DEADLINE)
                .untilAsserted(() -> given().auth()
                        .oauth2(tokens.token("olga", "operator"))
                        .get("/api/chain/v1/intents/" + intent)
                        .then()
                        .statusCode(200)
                        .body("outcome", equalTo("EXECUTED"))
                        .body("transaction.executed", equalTo(true)));
    }

    @Test
    void tellsEverybodyWhereItStandsAndOnlyOperatorsWhatItSends() {
        await().atMost(DEADLINE)
                .untilAsserted(() -> given().get("/api/chain/v1/status")
                        .then()
                        .statusCode(200)
                        .body("chainId", equalTo(31_337))
                        .body("halted", equalTo(false))
                        .body("finalized.number", greaterThan(0)));
        int finalized = given().get("/api/chain/v1/status").path("finalized.number");
        given().get("/api/chain/v1/blocks/" + finalized).then().statusCode(200).body("finalized", equalTo(true));
        given().get("/api/chain/v1/blocks/99999999").then().statusCode(404);
        given().get("/api/chain/v1/intents").then().statusCode(401);
        given().auth()
                .oauth2(tokens.token("paula", "provider"))
                .get("/api/chain/v1/intents")
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(tokens.tokenForAudience("elsewhere", "olga", "operator"))
                .get("/api/chain/v1/intents")
                .then()
                .statusCode(401);
        given().auth()
                .oauth2(tokens.token("olga", "operator"))
                .get("/api/chain/v1/intents")
                .then()
                .statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void takesRequestsFromOperatorsAlone() {
        await().atMost(DEADLINE)
                .untilAsserted(() -> operator()
                        .contentType("application/json")
                        .body("{\"fromBlock\": 1}")
                        .post("/api/chain/v1/replays")
                        .then()
                        .statusCode(202)
                        .body("fromBlock", equalTo(1)));
        await().atMost(DEADLINE)
                .untilAsserted(() -> operator()
                        .get("/api/chain/v1/replays/latest")
                        .then()
                        .statusCode(200)
                        .body("finished", equalTo(true))
                        .body("logsAdded", equalTo(0)));
        operator()
                .contentType("application/json")
                .body("{\"fromBlock\": -1}")
                .post("/api/chain/v1/replays")
                .then()
                .statusCode(400);
        for (String path : List.of("/key/resync", "/follower/resume")) {
            operator().post("/api/chain/v1" + path).then().statusCode(409);
            given().post("/api/chain/v1" + path).then().statusCode(401);
            given().auth()
                    .oauth2(tokens.token("paula", "provider"))
                    .post("/api/chain/v1" + path)
                    .then()
                    .statusCode(403);
        }
    }

    private RequestSpecification operator() {
        return given().auth().oauth2(tokens.token("olga", "operator"));
    }

    private void publish(UUID id, MarketEvent event) {
        ProducerRecord<String, String> message =
                new ProducerRecord<>(Topic.of(event).topicName(), Topic.keyOf(event), EventJson.write(event));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id.toString(),
                        "ce_source", "/test",
                        "ce_type", Topic.ceType(event),
                        "ce_time", Instant.EPOCH.toString())
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            producer.send(message).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All facts of a key, in their order, read by a plain consumer until the wanted ones are there. */
    private List<String> facts(Set<String> wanted, String key) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        UUID.randomUUID().toString(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(TopicNames.CHAIN_FACTS));
            List<String> found = new ArrayList<>();
            await().atMost(DEADLINE).until(() -> {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(500))) {
                    if (message.key().equals(key)) {
                        found.add(text(message));
                    }
                }
                return new HashSet<>(found).containsAll(wanted);
            });
            return found;
        }
    }

    private static String text(ConsumerRecord<String, String> message) {
        String type = new String(message.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
        String level = message.value().contains("\"FINAL\"") ? "FINAL" : "SEEN";
        return type.replaceAll(".*\\.([A-Za-z]+)\\.v1$", "$1") + " " + level + " " + message.key();
    }
}
