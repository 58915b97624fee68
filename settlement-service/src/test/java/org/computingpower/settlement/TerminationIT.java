package org.computingpower.settlement;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.computingpower.events.CloseReason;
import org.computingpower.events.PowerShortfall;
import org.computingpower.events.SettlementOrderEvent.OrderSettled;
import org.computingpower.events.SettlementOrderEvent.WindowSettled;
import org.computingpower.events.SettlementSlashEvent.SlashProposed;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.WindowOutcome;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.SlashRule;
import org.junit.jupiter.api.Test;

/** What ends an order for its node, and what does not. */
@QuarkusTest
class TerminationIT extends RunningService {
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

    private void cancelAndSettle(Story story, long epoch, long released, long fee, long refunded) {
        close(story, TestMarket.CLOCK.startOf(epoch), CloseReason.USER_CANCELLED);
        toChain(story, released, fee, refunded);
        awaitPublished(OrderSettled.class, story, 1);
    }
}
