package org.computingpower.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.junit.jupiter.api.Test;

class QuotingTest {
    private final Quoting quoting = new Quoting(Samples.MARKET);

    @Test
    void ordersWholeEpochsFromTheMinimumToWhatTheEscrowTakes() {
        assertThat(quoting.refusal(45)).isEmpty();
        assertThat(quoting.refusal(604_800 - 360)).isEmpty();
        for (long refused : new long[] {Long.MIN_VALUE, -45, 0, 30, 46, 604_800, Long.MAX_VALUE / 15 * 15}) {
            assertThat(quoting.refusal(refused)).as("%d s", refused).isPresent();
        }
    }

    @Test
    void namesTheTermsNextToOneThatIsNoWholeNumberOfEpochs() {
        assertThat(quoting.refusal(400))
                .hasValueSatisfying(refusal -> assertThat(refusal.toString()).contains("390 or 405"));
    }

    @Test
    void quotesTheNodeAsItIsWanted() {
        Order shared = quoting.terms(
                Samples.OFFER,
                Samples.OFFER.structHash(),
                Samples.USER.address(),
                150,
                Mode.SHARED,
                2_500,
                Samples.TERMS.policyHash(),
                Samples.TERMS.salt(),
                Samples.NOW);
        assertThat(shared.mode()).isEqualTo(Mode.SHARED);
        assertThat(shared.phiBps()).isEqualTo(2_500);
        // Only the pauses of exclusive rounds are left out of the price.
        assertThat(shared.totalPrice()).isEqualTo(TokenAmount.of(15_000));
    }

    /** 4 s of 15 s, or of 120 s on average: 26.67 % and 3.34 %, rounded up to whole basis points. */
    @Test
    void saysHowMuchOfTheTimeRoundsPauseTheTenant() {
        assertThat(Samples.MARKET.dutyBps(Mode.EXCLUSIVE)).isEqualTo(2_667);
        assertThat(Samples.MARKET.dutyBps(Mode.SHARED)).isEqualTo(334);
    }

    @Test
    void freezesThePriceAndTheDeadlines() {
        Order terms = Samples.TERMS;
        assertThat(terms.totalPrice()).isEqualTo(TokenAmount.of(11_000));
        assertThat(terms.mode()).isEqualTo(Mode.EXCLUSIVE);
        assertThat(terms.phiBps()).isEqualTo(10_000);
        assertThat(terms.feeBps()).isEqualTo(500);
        assertThat(terms.offerHash()).isEqualTo(Samples.OFFER.structHash());
        assertThat(terms.openBefore()).isEqualTo(Samples.NOW.getEpochSecond() + 240);
        assertThat(terms.acceptBefore()).isEqualTo(Samples.NOW.getEpochSecond() + 360);
    }
}
