package org.computingpower.registry;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.computingpower.registry.Provider.BASE;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.registry.application.Market;
import org.computingpower.registry.application.NodeStore;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Rating;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The service on a real broker and a real PostgreSQL, in a market of three validators of which two are a quorum. */
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs =
                @ResourceArg(
                        name = "topics",
                        value = "registry.accounts.v1,registry.nodes.v1,registry.policies.v1,attestation.verdicts.v1,"
                                + "challenge.verdicts.v1,chain.facts.v1,order.orders.v1"))
abstract class RunningRegistry {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Two of three: what they say together counts. */
    static final List<SigningKey> QUORUM = Statements.VALIDATORS.subList(0, 2);

    /** Epochs ahead of now, so that nothing which a test says lies before the rating it asked for. */
    static final int LATER_EPOCHS = 1_000;

    @Inject
    TestClock time;

    @Inject
    InstantSource clock;

    @Inject
    Market market;

    @Inject
    NodeStore nodes;

    @Inject
    Pool pool;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    MarketBus bus;
    Statements say;

    @BeforeEach
    void open() {
        bus = new MarketBus(bootstrapServers);
        say = new Statements(market);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    static ValidatableResponse show(SigningKey node) {
        return given().get(BASE + "/nodes/" + node.nodeId()).then();
    }

    static void awaitFacet(SigningKey node, String facet, Enum<?> status) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> show(node).body("facets." + facet + ".status", equalTo(status.name())));
    }

    void awaitOpenOrder(SigningKey node) {
        await().atMost(DEADLINE)
                .until(() -> nodes.hasOpenOrder(pool, node.nodeId()).await().atMost(DEADLINE));
    }

    long later() {
        return market.effectiveEpoch(clock.instant()) + LATER_EPOCHS;
    }

    void passEpochs(int epochs) {
        time.pass(market.clock().length().multipliedBy(epochs));
    }

    /** A quorum proposes the rating. */
    void rate(Rating rating) {
        QUORUM.forEach(validator -> bus.tell(say.proposed(rating, validator)));
    }
}
