package org.computingpower.settlement;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
import org.computingpower.events.BatchRefusal;
import org.computingpower.events.ChallengeCosignatureEvent.BatchCosigned;
import org.computingpower.events.ChallengeCosignatureEvent.BatchRefused;
import org.computingpower.events.CloseReason;
import org.computingpower.events.CumulativeTotals;
import org.computingpower.events.FactLevel;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.PowerShortfall;
import org.computingpower.events.SettlementBatchEvent.BatchFinal;
import org.computingpower.events.SettlementBatchEvent.BatchProposed;
import org.computingpower.events.SettlementBatchEvent.BatchReady;
import org.computingpower.events.SettlementBatchEvent.BatchSuperseded;
import org.computingpower.events.SettlementOrderEvent.EscrowFunded;
import org.computingpower.events.SettlementOrderEvent.OrderSettled;
import org.computingpower.events.SettlementOrderEvent.WindowSettled;
import org.computingpower.events.SettlementSlashEvent.SlashProposed;
import org.computingpower.events.WithdrawalKind;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.settlement.application.Invariants;
import org.computingpower.settlement.application.Invariants.Breaches;
import org.computingpower.settlement.application.Tick;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.money.WindowMoney;
import org.computingpower.terms.money.WindowOutcome;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.SettlementItem;
import org.computingpower.terms.signed.SlashRule;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on a real broker and a real PostgreSQL; every fact is delivered twice. */
@QuarkusTest
@WithTestResource(TestMarket.class)
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs =
                @ResourceArg(
                        name = "topics",
                        value = "chain.facts.v1,order.orders.v1,challenge.rounds.v1,challenge.verdicts.v1,"
                                + "challenge.cosignatures.v1,registry.accounts.v1,registry.nodes.v1,settlement.orders.v1,"
                                + "settlement.batches.v1,settlement.slashes.v1"))
class SettlementIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

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

    private MarketBus bus;

    @BeforeEach
    void connect() {
        bus = new MarketBus(bootstrapServers);
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

    @Test
    void settlesTenProvenWindowsToTheChainWithoutDrift() {
        Story story = new Story("honest", nextEpoch(), 1_000_003);
        bus.tell(story.opened(FactLevel.SEEN), story.opened(FactLevel.FINAL));
        bus.tell(story.node(), story.quoted(), story.signed());
        awaitPublished(EscrowFunded.class, story, 1);
        bus.tell(story.activated());
        awaitRows("select 1 from order_money where order_id = $1 and phase = 'BILLING'", story, 1);
        for (long epoch = story.firstEpoch; epoch < story.firstEpoch + Story.EPOCHS; epoch++) {
            bus.tell(story.judged(epoch, 0, ProofResult.PASS), story.judged(epoch, 2, ProofResult.PASS));
        }
        awaitRows("select 1 from verdict where order_id = $1", story, 20);

        for (long epoch = story.firstEpoch; epoch < story.firstEpoch + Story.EPOCHS; epoch++) {
            tickAfter(epoch);
        }
        List<WindowSettled> windows = awaitPublished(WindowSettled.class, story, 10);
        assertThat(windows).extracting(WindowSettled::outcome).containsOnly(WindowOutcome.PASS);
        assertThat(windows.getLast().releasedCum()).isEqualTo(TokenAmount.of(1_000_003));

        close(story, TestMarket.CLOCK.startOf(story.firstEpoch + Story.EPOCHS), CloseReason.TERM_ENDED);
        toChain(story, 1_000_003, 50_000, 0);
        assertThat(awaitPublished(OrderSettled.class, story, 1).getFirst().feeCum())
                .isEqualTo(TokenAmount.of(50_000));
        balancesAre(story, 950_003, 0);

        bus.tell(story.withdrawn(story.payee, 950_003, WithdrawalKind.PROVIDER));
        awaitRows("select 1 from withdrawal where account = 'PROVIDER_EARNED:' || $1", story.payee.toString(), 1);
        tickAgain();
        balancesAre(story, 0, 0);
        statementAddsUp(story);
    }

    @Test
    void refundsAStoppedNodeTerminatesItAndProposesSlashes() {
        Story story = started("stopped", 1_000_000);
        bus.tell(story.staked(1_000_000_000));
        awaitRows(
                "select 1 from account where id = 'STAKE:' || $1 and balance = 1000000000",
                story.terms.nodeId().toString(),
                1);
        judge(story, story.firstEpoch, ProofResult.PASS);
        for (long epoch = story.firstEpoch + 1; epoch < story.firstEpoch + 6; epoch++) {
            judge(story, epoch, ProofResult.MISSING);
        }
        awaitRows("select 1 from verdict where order_id = $1", story, 12);
        tickAfter(story.firstEpoch + 4);
        WindowSettled last = awaitPublished(WindowSettled.class, story, 5).getLast();
        assertThat(last.terminate()).isTrue();
        assertThat(last.unpaidInARow()).isEqualTo(4);

        close(story, TestMarket.CLOCK.startOf(story.firstEpoch + 5).plusSeconds(3), CloseReason.PROVIDER_FAULT);
        toChain(story, 100_000, 5_000, 900_000);

        assertThat(awaitPublished(OrderSettled.class, story, 1).getFirst().refundedCum())
                .isEqualTo(TokenAmount.of(900_000));
        balancesAre(story, 95_000, 900_000);
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(bus.published(
                                SlashProposed.class, story.terms.nodeId().toString()))
                        .extracting(slash -> slash.slash().rule())
                        .containsExactly(SlashRule.S1, SlashRule.S1, SlashRule.S1, SlashRule.S1, SlashRule.S2));
    }

    @Test
    void letsTheWindowsOfASharedOrderWaitForAnAudit() {
        Story story = start(new Story("shared", nextEpoch(), 1_000_000, Mode.SHARED));
        long epoch = story.firstEpoch;
        judge(story, epoch, ProofResult.PASS);
        judge(story, epoch + 1, ProofResult.PASS);
        judge(story, epoch + 2, ProofResult.PASS);
        judge(story, epoch + 3, ProofResult.PASS);
        judge(story, epoch + 4, ProofResult.MISSING);
        judge(story, epoch + 5, ProofResult.PASS);
        awaitRows("select 1 from verdict where order_id = $1", story, 12);
        bus.tell(story.opened(epoch, 0), story.opened(epoch + 1, 2));
        tickUntilSettled(story, epoch + 5, 2);
        assertThat(awaitPublished(WindowSettled.class, story, 2))
                .extracting(WindowSettled::money)
                .containsOnly(WindowMoney.ACCRUED);
        moneyOf(story, "ACCRUED", 2);

        bus.tell(story.opened(epoch + 2, 1), story.opened(epoch + 3, 0), story.opened(epoch + 4, 0));
        tickUntilSettled(story, epoch + 5, 5);
        assertThat(awaitPublished(WindowSettled.class, story, 5))
                .extracting(WindowSettled::releasedCum)
                .endsWith(TokenAmount.of(300_000), TokenAmount.of(300_000), TokenAmount.of(300_000));
        moneyOf(story, "RELEASED", 3);
        moneyOf(story, "ACCRUED", 1);

        // The audit that decides comes after the end.
        bus.tell(story.closing(TestMarket.CLOCK.startOf(epoch + 5), CloseReason.USER_CANCELLED));
        awaitRows("select 1 from market_order where order_id = $1 and close_reason is not null", story, 1);
        tickAfter(epoch + 5);
        moneyOf(story, "ACCRUED", 1);
        bus.tell(story.opened(epoch + 5, 0));
        await().atMost(DEADLINE).untilAsserted(() -> {
            tickAgain();
            moneyOf(story, "ACCRUED", 0);
        });
        toChain(story, 400_000, 20_000, 600_000);
        assertThat(awaitPublished(OrderSettled.class, story, 1).getFirst().releasedCum())
                .isEqualTo(TokenAmount.of(400_000));
        moneyOf(story, "ACCRUED", 0);
        balancesAre(story, 380_000, 600_000);
    }

    private void tickUntilSettled(Story story, long afterEpoch, int windows) {
        await().atMost(DEADLINE).untilAsserted(() -> {
            tickAfter(afterEpoch);
            assertThat(rows("select 1 from settled_window where order_id = $1", story))
                    .isEqualTo(windows);
        });
    }

    private void moneyOf(Story story, String money, int windows) {
        assertThat(rows("select 1 from settled_window where order_id = $1 and money = '" + money + "'", story))
                .isEqualTo(windows);
    }

    @Test
    void endsTheOrderOfANodeWhoseSignedVerdictsProveTooLittlePower() {
        Story story = started("half", 1_000_000);
        long first = story.firstEpoch;
        // The later epoch comes first, and everything is told twice.
        for (long epoch = first + 2; epoch >= first; epoch--) {
            bus.tell(story.judged(epoch, 0, ProofResult.FAIL, 256), story.judged(epoch, 2, ProofResult.FAIL, 256));
        }
        awaitRows("select 1 from verdict where order_id = $1", story, 6);
        for (long epoch = first; epoch < first + 3; epoch++) {
            tickAfter(epoch);
        }

        List<WindowSettled> windows = awaitPublished(WindowSettled.class, story, 3);
        assertThat(windows).extracting(WindowSettled::terminate).containsExactly(false, true, true);
        PowerShortfall shortfall = requireNonNull(windows.get(1).shortfall());
        assertThat(shortfall)
                .extracting(
                        PowerShortfall::device,
                        PowerShortfall::fromEpoch,
                        PowerShortfall::toEpoch,
                        PowerShortfall::rounds,
                        PowerShortfall::shares,
                        PowerShortfall::expected)
                .containsExactly(0, first, first + 1, 2, 512L, 1_024L);
        assertThat(shortfall.verdictsHash()).isEqualTo(story.hashOfVerdicts(first, 2, ProofResult.FAIL, 256));
        assertThat(windows.get(2).shortfall()).isEqualTo(shortfall);

        close(story, TestMarket.CLOCK.startOf(first + 3), CloseReason.PROVIDER_FAULT);
        toChain(story, 0, 0, 1_000_000);
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(bus.published(
                                SlashProposed.class, story.terms.nodeId().toString()))
                        .filteredOn(slash -> slash.slash().rule() == SlashRule.S2)
                        .singleElement()
                        .satisfies(slash -> assertThat(slash.evidence())
                                .contains(shortfall.verdictsHash().toString())));
    }

    @Test
    void endsNoOrderForAnAlarmThatProvesNothing() {
        Story story = started("ninety", 1_000_000);
        long first = story.firstEpoch;
        for (long epoch = first; epoch < first + 9; epoch++) {
            bus.tell(story.judged(epoch, 0, ProofResult.PASS, 445), story.judged(epoch, 1, ProofResult.PASS, 445));
        }
        awaitRows("select 1 from verdict where order_id = $1", story, 18);
        tickAfter(first + 8);

        // 9 rounds at 87 %: g = 9 * 4.48, above the alarm level, but the bound of the run is 0.912.
        List<WindowSettled> windows = awaitPublished(WindowSettled.class, story, 9);
        assertThat(windows).extracting(WindowSettled::terminate).containsOnly(false);
        assertThat(windows).extracting(WindowSettled::shortfall).containsOnlyNulls();
        awaitRows(
                "select 1 from order_money where order_id = $1 and (power_runs -> 'running' -> 0 ->> 'level')::float8 > 14",
                story,
                1);
        cancelAndSettle(story, first + 9, 900_000, 45_000, 100_000);
    }

    @Test
    void countsNoVerdictThatTheValidatorDidNotSign() {
        Story story = started("forged", 1_000_000);
        long epoch = story.firstEpoch;
        bus.tell(
                story.judged(epoch, 0, ProofResult.PASS),
                story.judged(epoch, 1, TestMarket.STRANGER, ProofResult.PASS),
                story.judged(epoch, 2, TestMarket.VALIDATORS.get(0), ProofResult.PASS),
                story.judged(epoch + 1, 0, ProofResult.PASS),
                story.judged(epoch + 1, 1, ProofResult.PASS));
        awaitRows("select 1 from verdict where order_id = $1", story, 3);

        tickAt(TestMarket.CLOCK.endOf(epoch).plusSeconds(15));

        assertThat(awaitPublished(WindowSettled.class, story, 1).getFirst().outcome())
                .isEqualTo(WindowOutcome.UNCHALLENGED);
        assertThat(awaitPublished(WindowSettled.class, story, 1).getFirst().releasedCum())
                .isEqualTo(TokenAmount.ZERO);
        tickAfter(epoch + 1);
        assertThat(awaitPublished(WindowSettled.class, story, 2).getLast().releasedCum())
                .isEqualTo(TokenAmount.of(200_000));
        cancelAndSettle(story, epoch + 2, 200_000, 10_000, 800_000);
    }

    @Test
    void leavesAnOrderOutOfTheNextBatchWhenValidatorsRefuseIt() {
        Story story = started("refused", 1_000_000);
        judge(story, story.firstEpoch, ProofResult.PASS);
        awaitRows("select 1 from verdict where order_id = $1", story, 2);
        close(story, TestMarket.CLOCK.startOf(story.firstEpoch + 1), CloseReason.USER_CANCELLED);
        BatchProposed first = proposedWith(story);

        for (int validator = 0; validator < 2; validator++) {
            bus.tell(new BatchRefused(
                    TestMarket.VALIDATORS.get(validator).address(),
                    first.batchId(),
                    List.of(new BatchRefusal(
                            story.orderId,
                            new CumulativeTotals(TokenAmount.ZERO, TokenAmount.of(1_000_000)),
                            new CumulativeTotals(TokenAmount.of(100_000), TokenAmount.of(900_000)))),
                    null));
        }
        awaitPublishedUnder(BatchSuperseded.class, first.batchId());
        tickAgain();
        assertThat(proposalsWith(story)).hasSize(1);

        clock.atLeast(TestMarket.CLOCK.endOf(TestMarket.CLOCK.epochAt(clock.instant()) + 3));
        toChain(story, 100_000, 5_000, 900_000);
        assertThat(itemsOf(story)).hasSize(2).containsOnly(itemsOf(story).getFirst());
    }

    @Test
    void supersedesABatchWithoutQuorumAndProposesTheSameNumbersAgain() {
        Story story = started("late", 1_000_000);
        judge(story, story.firstEpoch, ProofResult.PASS);
        awaitRows("select 1 from verdict where order_id = $1", story, 2);
        close(story, TestMarket.CLOCK.startOf(story.firstEpoch + 1), CloseReason.USER_CANCELLED);
        BatchProposed first = proposedWith(story);
        cosign(first, 0, TestMarket.VALIDATORS.get(0));
        cosign(first, 1, TestMarket.STRANGER);
        awaitRows(
                "select 1 from cosignature where batch_id = $1", first.batchId().toString(), 1);

        tickAt(clock.instant().plusSeconds(5));

        awaitPublishedUnder(BatchSuperseded.class, first.batchId());
        toChain(story, 100_000, 5_000, 900_000);
        assertThat(itemsOf(story))
                .hasSizeGreaterThan(1)
                .containsOnly(itemsOf(story).getFirst());
        assertThat(proposalsWith(story).getLast().batch().batchNo())
                .isGreaterThan(first.batch().batchNo());
    }

    @Test
    void refundsTheWholeDepositOfAnOrderThatWasNeverAccepted() {
        Story story = new Story("rejected", nextEpoch(), 1_000_000);
        bus.tell(story.node(), story.quoted(), story.signed(), story.closing(clock.instant(), CloseReason.LOST_RACE));
        awaitRows("select 1 from market_order where order_id = $1 and close_reason is not null", story, 1);

        bus.tell(story.opened(FactLevel.FINAL));
        awaitPublished(EscrowFunded.class, story, 1);
        toChain(story, 0, 0, 1_000_000);

        assertThat(awaitPublished(OrderSettled.class, story, 1).getFirst().releasedCum())
                .isEqualTo(TokenAmount.ZERO);
        balancesAre(story, 0, 1_000_000);
    }

    @Test
    void countsASeenDepositOnlyWhenItIsFinal() {
        Story story = new Story("pending", nextEpoch(), 1_000_000);
        bus.tell(story.node(), story.quoted(), story.signed(), story.opened(FactLevel.SEEN));
        awaitRows("select 1 from chain_order where order_id = $1 and deposit is null", story, 1);
        awaitRows("select 1 from market_order where order_id = $1 and user_subject is not null", story, 1);

        as(story.userSubject(), "user")
                .get("/api/settlement/v1/orders/{id}/balance", story.orderId.toString())
                .then()
                .statusCode(200)
                .body("pendingDeposit", equalTo("1000000"))
                .body("deposit", equalTo("0"));
        assertThat(bus.published(EscrowFunded.class, story.orderId.toString())).isEmpty();
    }

    @Test
    void showsAnOrderToItsPartiesAndToNobodyElse() {
        Story story = new Story("private", nextEpoch(), 1_000_000);
        bus.tell(story.node(), story.quoted(), story.signed());
        awaitRows("select 1 from market_order where order_id = $1 and user_subject is not null", story, 1);
        awaitRows(
                "select 1 from node_state where node_id = $1",
                story.terms.nodeId().toString(),
                1);
        String path = "/api/settlement/v1/orders/" + story.orderId + "/balance";

        as(story.userSubject(), "user").get(path).then().statusCode(200);
        as(story.providerSubject(), "provider").get(path).then().statusCode(200);
        as("operator", "operator").get(path).then().statusCode(200);
        as("somebody", "user").get(path).then().statusCode(404).body("type", startsWith("https://"));
        as(story.userSubject(), "validator").get(path).then().statusCode(403);
        given().get(path).then().statusCode(401);
        given().header(
                        "Authorization",
                        "Bearer " + SharedInfrastructure.tokens().expiredToken(story.userSubject(), "user"))
                .get(path)
                .then()
                .statusCode(401);
        as(story.userSubject(), "user")
                .get("/api/settlement/v1/orders/0xZZ/balance")
                .then()
                .statusCode(400);
    }

    @Test
    void givesTheLedgerToOperatorsOnly() {
        for (String path : List.of("/reconciliation", "/ledger/orders/" + Bytes32.ZERO)) {
            as("operator", "operator").get("/api/settlement/v1" + path).then().statusCode(200);
            as("user", "user").get("/api/settlement/v1" + path).then().statusCode(403);
            given().get("/api/settlement/v1" + path).then().statusCode(401);
        }
        given().get("/api/settlement/v1/batches?limit=1").then().statusCode(200);
        given().get("/api/settlement/v1/slashes?limit=1").then().statusCode(200);
        given().get("/api/settlement/v1/batches?limit=101").then().statusCode(400);
    }

    @Test
    void neverChangesWhatWasPosted() {
        started("immutable", 1_000_000);

        for (String statement : List.of(
                "update transfer set amount = 1",
                "delete from transfer",
                "update entry set delta = 1",
                "delete from entry",
                "truncate entry")) {
            assertThatThrownBy(() -> pool.query(statement).execute().await().atMost(DEADLINE))
                    .as(statement)
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void postsATransferOnceAndRefusesItsIdForAnother() {
        String post = "select post_transfers(array['test:1'], array['CHAIN_IN:market'], array['ORDER_ESCROW:test'],"
                + " array[%s]::numeric[], array['DEPOSIT'], array[gen_random_uuid()]) as posted";
        String back = "select post_transfers(array['test:2'], array['ORDER_ESCROW:test'], array['CHAIN_OUT:market'],"
                + " array[%s]::numeric[], array['WITHDRAWAL'], array[gen_random_uuid()]) as posted";

        assertThat(posted(post.formatted(5))).isEqualTo(1);
        assertThat(posted(post.formatted(5))).isZero();
        assertThatThrownBy(() -> posted(post.formatted(6))).hasMessageContaining("used for another transfer");
        assertThatThrownBy(() -> posted(back.formatted(6))).hasMessageContaining("floor");
        assertThat(posted(back.formatted(5))).isEqualTo(1);
    }

    private int posted(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(DEADLINE)
                .iterator()
                .next()
                .getInteger("posted");
    }

    // ---------------------------------------------------------------- steps of the stories

    private long nextEpoch() {
        return TestMarket.CLOCK.epochAt(clock.instant()) + 2;
    }

    private Story started(String name, long price) {
        return start(new Story(name, nextEpoch(), price));
    }

    private Story start(Story story) {
        bus.tell(story.node(), story.quoted(), story.signed(), story.activated(), story.opened(FactLevel.FINAL));
        awaitRows("select 1 from order_money where order_id = $1 and phase = 'BILLING'", story, 1);
        awaitRows(
                "select 1 from node_state where node_id = $1",
                story.terms.nodeId().toString(),
                1);
        return story;
    }

    private void judge(Story story, long epoch, ProofResult result) {
        bus.tell(story.judged(epoch, 0, result), story.judged(epoch, 1, result));
    }

    private void close(Story story, Instant at, CloseReason reason) {
        bus.tell(story.closing(at, reason));
        awaitRows("select 1 from market_order where order_id = $1 and close_reason is not null", story, 1);
        tickAfter(TestMarket.CLOCK.epochAt(at.minusSeconds(1)));
        awaitRows("select 1 from order_money where order_id = $1 and phase = 'CLOSED'", story, 1);
    }

    private void cancelAndSettle(Story story, long epoch, long released, long fee, long refunded) {
        close(story, TestMarket.CLOCK.startOf(epoch), CloseReason.USER_CANCELLED);
        toChain(story, released, fee, refunded);
        awaitPublished(OrderSettled.class, story, 1);
    }

    /** Validators co-sign the order's final item, and the chain applies it. */
    private void toChain(Story story, long released, long fee, long refunded) {
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
    private BatchProposed proposedWith(Story story) {
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

    private List<String> openBatchWith(Story story) {
        var rows = pool.preparedQuery("select b.batch_id from batch b join batch_item i using (batch_id)"
                        + " where b.state = 'PROPOSED' and i.order_id = $1 and i.is_final")
                .execute(Tuple.of(story.orderId.toString()))
                .await()
                .atMost(DEADLINE);
        List<String> found = new ArrayList<>();
        rows.forEach(row -> found.add(row.getString(0)));
        return found;
    }

    private List<BatchProposed> proposalsWith(Story story) {
        return bus.published(BatchProposed.class).stream()
                .filter(batch -> batch.batch().items().stream()
                        .anyMatch(item -> item.orderId().equals(story.orderId) && item.isFinal()))
                .toList();
    }

    private List<SettlementItem> itemsOf(Story story) {
        return proposalsWith(story).stream()
                .flatMap(batch -> batch.batch().items().stream())
                .filter(item -> item.orderId().equals(story.orderId))
                .toList();
    }

    private void cosign(BatchProposed proposed, int validator, SigningKey signer) {
        bus.tell(new BatchCosigned(
                TestMarket.VALIDATORS.get(validator).address(),
                proposed.batchId(),
                proposed.batch().sign(signer, TestMarket.DOMAINS)));
    }

    private void tickAfter(long epoch) {
        tickAt(TestMarket.CLOCK.endOf(epoch).plusSeconds(2));
    }

    private void tickAt(Instant instant) {
        clock.atLeast(instant);
        tickAgain();
    }

    private void tickAgain() {
        tick.run(200).await().atMost(DEADLINE);
    }

    private void balancesAre(Story story, long earned, long refundable) {
        assertThat(balance("PROVIDER_EARNED:" + story.payee)).isEqualTo(Long.toString(earned));
        assertThat(balance("USER_REFUNDABLE:" + story.user)).isEqualTo(Long.toString(refundable));
    }

    private String balance(String account) {
        var rows = pool.preparedQuery("select balance::text from account where id = $1")
                .execute(Tuple.of(account))
                .await()
                .atMost(DEADLINE);
        return rows.size() == 0 ? "0" : rows.iterator().next().getString(0);
    }

    private void statementAddsUp(Story story) {
        as(story.userSubject(), "user")
                .accept("application/json")
                .get("/api/settlement/v1/orders/{id}/statement", story.orderId.toString())
                .then()
                .statusCode(200)
                .body("windows", hasSize(10))
                .body("windows[9].releasedCum", equalTo("1000003"))
                .body("windows[0].batchId", startsWith("0x"))
                .body("windows[9].txHash", startsWith("0x"))
                .body("totals.provider", equalTo("950003"))
                .body("final.released", equalTo("1000003"))
                .body("final.remaining", equalTo("0"));
        String csv = as(story.userSubject(), "user")
                .accept("text/csv")
                .get("/api/settlement/v1/orders/{id}/statement", story.orderId.toString())
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(csv.lines()).hasSize(11);
        as("operator", "operator")
                .get("/api/settlement/v1/reconciliation")
                .then()
                .statusCode(200)
                .body("items.find { it.orderId == '" + story.orderId + "' }.releasedCum", equalTo("1000003"))
                .body("items.find { it.orderId == '" + story.orderId + "' }.isFinal", equalTo(true));
    }

    @Test
    void findsTheOrderOnWhichTheLedgerIsOneBaseUnitOff() {
        Story story = started("audited", 1_000_000);
        change("update chain_order set released_cum = 1 where order_id = $1", story);

        reportNow()
                .body("differing", equalTo(1))
                .body("orderDrift", equalTo("1"))
                .body("totalDrift", equalTo("0"))
                .body("differences[0].orderId", equalTo(story.orderId.toString()))
                .body("differences[0].ledger.releasedCum", equalTo("1"))
                .body("differences[0].chain.releasedCum", equalTo("0"));
        assertThat(driftMetric("orders")).isEqualTo(1.0);

        change("update chain_order set released_cum = 0 where order_id = $1", story);
        reportNow().body("differing", equalTo(0)).body("orderDrift", equalTo("0"));
        assertThat(driftMetric("orders")).isZero();
    }

    @Test
    void findsAnOrderOfWhichItWasNeverTold() {
        String orderId = TestMarket.key("never told").nodeId().toString();
        FakeEscrow.INSTANCE.openSilently(orderId, 500);

        reportNow()
                .body("differing", equalTo(1))
                .body("orderDrift", equalTo("500"))
                .body("totalDrift", equalTo("500"))
                .body("differences[0].orderId", equalTo(orderId))
                .body("differences[0].ledger.deposit", equalTo("0"));

        FakeEscrow.INSTANCE.forget(orderId);
        reportNow().body("differing", equalTo(0));
    }

    @Test
    void findsMoneyInTheLedgerThatIsNotInTheContract() {
        FakeEscrow.INSTANCE.donate(7);
        reportNow().body("totalDrift", equalTo("0"));
        post("audit:1", "CHAIN_IN:market", "ORDER_ESCROW:audit");

        reportNow().body("differing", equalTo(0)).body("totalDrift", equalTo("1"));
        assertThat(driftMetric("total")).isEqualTo(1.0);

        post("audit:2", "ORDER_ESCROW:audit", "CHAIN_OUT:market");
        reportNow().body("totalDrift", equalTo("0"));
        as("operator", "operator")
                .get("/api/settlement/v1/reconciliation/reports?limit=2")
                .then()
                .statusCode(200)
                .body("items.totalDrift", contains("0", "1"));
    }

    @Test
    void letsOnlyOperatorsCompareWithTheChain() {
        String path = "/api/settlement/v1/reconciliation/reports";
        as("user", "user").post(path).then().statusCode(403);
        given().post(path).then().statusCode(401);
        as("user", "user").get(path).then().statusCode(403);
        reportNow();
    }

    private static ValidatableResponse reportNow() {
        return as("operator", "operator")
                .post("/api/settlement/v1/reconciliation/reports")
                .then()
                .statusCode(200);
    }

    private double driftMetric(String of) {
        return metrics.get("cpp.settlement.reconciliation.drift")
                .tag("of", of)
                .gauge()
                .value();
    }

    private void change(String sql, Story story) {
        pool.preparedQuery(sql)
                .execute(Tuple.of(story.orderId.toString()))
                .await()
                .atMost(DEADLINE);
    }

    private void post(String id, String debit, String credit) {
        pool.query("select post_transfers(array['%s'], array['%s'], array['%s'], array[1]::numeric[], array['DEPOSIT'],"
                                .formatted(id, debit, credit)
                        + " array[gen_random_uuid()])")
                .execute()
                .await()
                .atMost(DEADLINE);
    }

    private static RequestSpecification as(String subject, String role) {
        return given().header(
                        "Authorization",
                        "Bearer " + SharedInfrastructure.tokens().token(subject, role));
    }

    private <T extends MarketEvent> List<T> awaitPublished(Class<T> type, Story story, int count) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(bus.published(type, story.orderId.toString()))
                        .hasSize(count));
        return bus.published(type, story.orderId.toString());
    }

    private <T extends MarketEvent> T awaitPublishedUnder(Class<T> type, Bytes32 batchId) {
        await().atMost(DEADLINE)
                .untilAsserted(() ->
                        assertThat(bus.published(type, batchId.toString())).hasSize(1));
        return bus.published(type, batchId.toString()).getFirst();
    }

    private void awaitRows(String sql, Story story, int count) {
        awaitRows(sql, story.orderId.toString(), count);
    }

    private void awaitRows(String sql, String id, int count) {
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(rows(sql, id)).isEqualTo(count));
    }

    private int rows(String sql, Story story) {
        return rows(sql, story.orderId.toString());
    }

    private int rows(String sql, String id) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(id))
                .await()
                .atMost(DEADLINE)
                .size();
    }
}
