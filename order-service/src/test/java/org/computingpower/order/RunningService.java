package org.computingpower.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.computingpower.order.Story.funded;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PolicyActivation;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The service on a real broker and a real PostgreSQL; every fact is delivered twice. */
@WithTestResource(TestMarket.class)
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs =
                @ResourceArg(
                        name = "topics",
                        value = "registry.accounts.v1,registry.nodes.v1,registry.policies.v1,settlement.orders.v1,"
                                + "order.orders.v1"))
abstract class RunningService {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    static final Bytes32 POLICY = Digests.keccak256OfText("policy");

    static final SigningKey STRANGER = TestMarket.key("stranger");

    @Inject
    TestClock clock;

    @Inject
    Pool pool;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    MarketBus bus;

    @BeforeEach
    void policyIsActive() {
        bus = new MarketBus(bootstrapServers, TopicNames.ORDER_ORDERS);
        bus.tell(new PolicyActivated("{}", new PolicyActivation(1, 1, POLICY, 1), List.of()));
        await().atMost(DEADLINE).until(() -> count("select count(*) from policy") == 1);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    Story story(String name) {
        Story story = new Story(name);
        bus.tell(story.bound(), story.node(1, true));
        await().atMost(DEADLINE)
                .until(() -> count("select count(*) from node where node_id = '" + story.nodeId() + "'") == 1
                        && count("select count(*) from wallet where subject = 'user-" + name + "'") == 1);
        return story;
    }

    long count(String sql) {
        return pool.preparedQuery(sql)
                .executeAndAwait(Tuple.tuple())
                .iterator()
                .next()
                .getLong(0);
    }

    void awaitState(Story story, Order order, String state) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(story.state(order.orderId())).isEqualTo(state));
    }

    Order funding(Story story) {
        Order order = story.quote();
        story.sign(order, story.wallet).statusCode(200).body("state", equalTo("AWAITING_ESCROW"));
        bus.tell(funded(order, clock.instant()));
        awaitState(story, order, "AWAITING_PROVIDER");
        return order;
    }

    Order active(Story story) {
        Order order = funding(story);
        story.accept(order, story.nodeKey, clock.instant()).statusCode(200).body("state", equalTo("ACTIVE"));
        return order;
    }

    List<String> published(Order order, int atLeast) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(
                                bus.published(MarketEvent.class, order.orderId().toString()))
                        .hasSizeGreaterThanOrEqualTo(atLeast));
        return bus.published(MarketEvent.class, order.orderId().toString()).stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    static ValidatableResponse problem(ValidatableResponse response, int status, String slug) {
        return response.statusCode(status)
                .contentType(containsString("application/problem+json"))
                .body("type", endsWith("/" + slug));
    }
}
