package org.computingpower.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.computingpower.events.BatchRefusal;
import org.computingpower.events.ChallengeCosignatureEvent.BatchRefused;
import org.computingpower.events.CloseReason;
import org.computingpower.events.CumulativeTotals;
import org.computingpower.events.FactLevel;
import org.computingpower.events.SettlementBatchEvent.BatchProposed;
import org.computingpower.events.SettlementBatchEvent.BatchSuperseded;
import org.computingpower.events.SettlementOrderEvent.EscrowFunded;
import org.computingpower.events.SettlementOrderEvent.OrderSettled;
import org.computingpower.events.SettlementOrderEvent.WindowSettled;
import org.computingpower.events.WithdrawalKind;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.WindowMoney;
import org.computingpower.terms.money.WindowOutcome;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.SettlementItem;
import org.junit.jupiter.api.Test;

/** Proven windows become money: batches, signatures and what refusals leave behind. */
@QuarkusTest
class SettlementIT extends RunningService {
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

    private List<SettlementItem> itemsOf(Story story) {
        return proposalsWith(story).stream()
                .flatMap(batch -> batch.batch().items().stream())
                .filter(item -> item.orderId().equals(story.orderId))
                .toList();
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
}
