package org.computingpower.settlement;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.computingpower.events.ChallengeCosignatureEvent.BatchCosigned;
import org.computingpower.events.CloseReason;
import org.computingpower.events.FactLevel;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.SettlementBatchEvent.BatchFinal;
import org.computingpower.events.SettlementBatchEvent.BatchProposed;
import org.computingpower.events.SettlementBatchEvent.BatchReady;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.settlement.application.Invariants;
import org.computingpower.settlement.application.Invariants.Breaches;
import org.computingpower.settlement.application.Tick;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.SettlementItem;
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
                        value = "chain.facts.v1,order.orders.v1,challenge.rounds.v1,challenge.verdicts.v1,"
                                + "challenge.cosignatures.v1,registry.accounts.v1,registry.nodes.v1,settlement.orders.v1,"
                                + "settlement.batches.v1,settlement.slashes.v1"))
abstract class RunningService {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    @Inject
    Tick tick;

    @Inject
    TestClock clock;

    @Inject
    Pool pool;

    @Inject
    Invariants invariants;

    @Inject
    MeterRegistry metrics;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    EscrowedMarket bus;

    @BeforeEach
    void connect() {
        bus = new EscrowedMarket(bootstrapServers);
    }

    @AfterEach
    void keepsItsInvariants() {
        assertThat(invariants.check().await().atMost(DEADLINE)).isEqualTo(new Breaches(0, 0, 0));
        await().atMost(DEADLINE)
                .untilAsserted(() -> reportNow()
                        .body("differing", equalTo(0))
                        .body("orderDrift", equalTo("0"))
                        .body("totalDrift", equalTo("0")));
        bus.close();
    }

    long nextEpoch() {
        return TestMarket.CLOCK.epochAt(clock.instant()) + 2;
    }

    Story started(String name, long price) {
        return start(new Story(name, nextEpoch(), price));
    }

    Story start(Story story) {
        bus.tell(story.node(), story.quoted(), story.signed(), story.activated(), story.opened(FactLevel.FINAL));
        awaitRows("select 1 from order_money where order_id = $1 and phase = 'BILLING'", story, 1);
        awaitRows(
                "select 1 from node_state where node_id = $1",
                story.terms.nodeId().toString(),
                1);
        return story;
    }

    void judge(Story story, long epoch, ProofResult result) {
        bus.tell(story.judged(epoch, 0, result), story.judged(epoch, 1, result));
    }

    void close(Story story, Instant at, CloseReason reason) {
        bus.tell(story.closing(at, reason));
        awaitRows("select 1 from market_order where order_id = $1 and close_reason is not null", story, 1);
        tickAfter(TestMarket.CLOCK.epochAt(at.minusSeconds(1)));
        awaitRows("select 1 from order_money where order_id = $1 and phase = 'CLOSED'", story, 1);
    }

    /** Validators co-sign the order's final item, and the chain applies it. */
    void toChain(Story story, long released, long fee, long refunded) {
        BatchProposed proposed = proposedWith(story);
        cosign(proposed, 2, TestMarket.VALIDATORS.get(2));
        cosign(proposed, 0, TestMarket.VALIDATORS.get(0));
        BatchReady ready = awaitPublishedUnder(BatchReady.class, proposed.batchId());
        assertThat(ready.signatures())
                .hasSize(2)
                .isSortedAccordingTo((a, b) -> a.signer().compareTo(b.signer()));
        List<SettlementItem> items = proposed.batch().items();
        assertThat(items)
                .contains(new SettlementItem(story.orderId, TokenAmount.of(released), TokenAmount.of(refunded), true));
        List<MarketEvent> facts = new ArrayList<>();
        facts.add(story.batchSettled(proposed.batchId(), proposed.batch().batchNo(), items.size()));
        items.forEach(item -> facts.add(story.applied(proposed.batchId(), item)));
        Collections.shuffle(facts, new Random(fee));
        bus.tell(facts.toArray(MarketEvent[]::new));
        awaitPublishedUnder(BatchFinal.class, proposed.batchId());
        awaitRows("select 1 from order_money where order_id = $1 and settled", story, 1);
        tickAgain();
        awaitRows("select 1 from account where id = 'ORDER_ESCROW:' || $1 and balance = 0", story, 1);
    }

    /** The open batch with the order's final item; another open batch runs into its time-out first. */
    BatchProposed proposedWith(Story story) {
        tickAgain();
        await().atMost(DEADLINE).pollDelay(Duration.ZERO).untilAsserted(() -> {
            if (openBatchWith(story).isEmpty()) {
                tickAt(clock.instant().plusSeconds(5));
            }
            assertThat(openBatchWith(story)).hasSize(1);
        });
        return awaitPublishedUnder(
                BatchProposed.class, Bytes32.parse(openBatchWith(story).getFirst()));
    }

    List<String> openBatchWith(Story story) {
        var rows = pool.preparedQuery("select b.batch_id from batch b join batch_item i using (batch_id)"
                        + " where b.state = 'PROPOSED' and i.order_id = $1 and i.is_final")
                .execute(Tuple.of(story.orderId.toString()))
                .await()
                .atMost(DEADLINE);
        List<String> found = new ArrayList<>();
        rows.forEach(row -> found.add(row.getString(0)));
        return found;
    }

    List<BatchProposed> proposalsWith(Story story) {
        return bus.published(BatchProposed.class).stream()
                .filter(batch -> batch.batch().items().stream()
                        .anyMatch(item -> item.orderId().equals(story.orderId) && item.isFinal()))
                .toList();
    }

    void cosign(BatchProposed proposed, int validator, SigningKey signer) {
        bus.tell(new BatchCosigned(
                TestMarket.VALIDATORS.get(validator).address(),
                proposed.batchId(),
                proposed.batch().sign(signer, TestMarket.DOMAINS)));
    }

    void tickAfter(long epoch) {
        tickAt(TestMarket.CLOCK.endOf(epoch).plusSeconds(2));
    }

    void tickAt(Instant instant) {
        clock.atLeast(instant);
        tickAgain();
    }

    void tickAgain() {
        tick.run(200).await().atMost(DEADLINE);
    }

    void balancesAre(Story story, long earned, long refundable) {
        assertThat(balance("PROVIDER_EARNED:" + story.payee)).isEqualTo(Long.toString(earned));
        assertThat(balance("USER_REFUNDABLE:" + story.user)).isEqualTo(Long.toString(refundable));
    }

    String balance(String account) {
        var rows = pool.preparedQuery("select balance::text from account where id = $1")
                .execute(Tuple.of(account))
                .await()
                .atMost(DEADLINE);
        return rows.size() == 0 ? "0" : rows.iterator().next().getString(0);
    }

    static ValidatableResponse reportNow() {
        return as("operator", "operator")
                .post("/api/settlement/v1/reconciliation/reports")
                .then()
                .statusCode(200);
    }

    void post(String id, String debit, String credit) {
        pool.query("select post_transfers(array['%s'], array['%s'], array['%s'], array[1]::numeric[], array['DEPOSIT'],"
                                .formatted(id, debit, credit)
                        + " array[gen_random_uuid()])")
                .execute()
                .await()
                .atMost(DEADLINE);
    }

    static RequestSpecification as(String subject, String role) {
        return given().header(
                        "Authorization",
                        "Bearer " + SharedInfrastructure.tokens().token(subject, role));
    }

    <T extends MarketEvent> List<T> awaitPublished(Class<T> type, Story story, int count) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(bus.published(type, story.orderId.toString()))
                        .hasSize(count));
        return bus.published(type, story.orderId.toString());
    }

    <T extends MarketEvent> T awaitPublishedUnder(Class<T> type, Bytes32 batchId) {
        await().atMost(DEADLINE)
                .untilAsserted(() ->
                        assertThat(bus.published(type, batchId.toString())).hasSize(1));
        return bus.published(type, batchId.toString()).getFirst();
    }

    void awaitRows(String sql, Story story, int count) {
        awaitRows(sql, story.orderId.toString(), count);
    }

    void awaitRows(String sql, String id, int count) {
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(rows(sql, id)).isEqualTo(count));
    }

    int rows(String sql, Story story) {
        return rows(sql, story.orderId.toString());
    }

    int rows(String sql, String id) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(id))
                .await()
                .atMost(DEADLINE)
                .size();
    }
}
