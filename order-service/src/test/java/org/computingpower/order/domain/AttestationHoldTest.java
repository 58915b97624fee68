package org.computingpower.order.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.order.domain.Samples.NOW;
import static org.computingpower.order.domain.Samples.RULES;
import static org.computingpower.order.domain.Samples.active;
import static org.computingpower.order.domain.Samples.cancel;
import static org.computingpower.order.domain.Samples.degraded;
import static org.computingpower.order.domain.Samples.held;
import static org.computingpower.order.domain.Samples.order;
import static org.computingpower.order.domain.Samples.settle;
import static org.computingpower.order.domain.Samples.window;
import static org.computingpower.terms.signed.AttestationFacet.REVOKED;
import static org.computingpower.terms.signed.AttestationFacet.STALE;
import static org.computingpower.terms.signed.AttestationFacet.VALID;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.events.Actor;
import org.computingpower.events.CloseReason;
import org.computingpower.order.TestMarket;
import org.computingpower.order.domain.OrderState.Active;
import org.computingpower.order.domain.OrderState.Closing;
import org.computingpower.order.domain.OrderState.Held;
import org.computingpower.order.domain.OrderState.Serving;
import org.junit.jupiter.api.Test;

/** The sample order is billed from epoch 1001 to 1011, epochs last 15 s, and an order may be held for 8 epochs. */
class AttestationHoldTest {

    private static Instant startOf(long epoch) {
        return TestMarket.CLOCK.startOf(epoch);
    }

    private static Hold hold(Outcome outcome) {
        return ((Held) order(outcome).state()).hold();
    }

    private static Activation activation(PlacedOrder order) {
        return ((Serving) order.state()).activation();
    }

    private static Ending ending(Outcome outcome) {
        return ((Closing) order(outcome).state()).ending();
    }

    @Test
    void beginsAtTheNextBoundaryThatEverybodyCanKnowOf() {
        assertThat(hold(RULES.attestation(active(), REVOKED, startOf(1_003)))).isEqualTo(new Hold(1_004, REVOKED));
        assertThat(hold(RULES.attestation(active(), STALE, startOf(1_004).minusSeconds(4))))
                .isEqualTo(new Hold(1_004, STALE));
        // Three seconds are what a fact needs to be known everywhere.
        assertThat(hold(RULES.attestation(active(), STALE, startOf(1_004).minusSeconds(3))))
                .isEqualTo(new Hold(1_005, STALE));
    }

    @Test
    void beforeBillingItHoldsTheFirstPaidEpoch() {
        assertThat(hold(RULES.attestation(active(), REVOKED, startOf(998))).fromEpoch())
                .isEqualTo(1_001);
    }

    @Test
    void changesNothingWhenTheTermIsOverBeforeItCouldBegin() {
        assertThat(RULES.attestation(active(), REVOKED, startOf(1_010))).isInstanceOf(Outcome.Kept.class);
    }

    @Test
    void movesTheEndOfTheTermByItsLength() {
        PlacedOrder resumed = order(RULES.attestation(held(), VALID, startOf(1_005)));
        assertThat(activation(held()).endsAtEpoch()).isEqualTo(1_011);
        assertThat(hold(RULES.attestation(active(), REVOKED, NOW.plusSeconds(40)))
                        .fromEpoch())
                .isEqualTo(1_003);
        assertThat(activation(resumed).endsAtEpoch()).isEqualTo(1_011 + 3);
        assertThat(activation(resumed).heldEpochs()).isEqualTo(3);
        assertThat(RULES.deadline(resumed)).contains(startOf(1_014));
    }

    @Test
    void costsNoEpochIfTheAttestationIsBackBeforeItBegins() {
        PlacedOrder resumed = order(RULES.attestation(held(), VALID, NOW.plusSeconds(41)));
        assertThat(resumed.state()).isInstanceOf(Active.class);
        assertThat(activation(resumed)).isEqualTo(activation(active()));
    }

    @Test
    void goesOnDegradedWhenItsLastWindowWasNotPaid() {
        PlacedOrder held = order(RULES.attestation(degraded(), REVOKED, NOW.plusSeconds(41)));
        assertThat(order(RULES.attestation(held, VALID, NOW.plusSeconds(60)))
                        .state()
                        .name())
                .isEqualTo(StateName.DEGRADED);
        // The window before the hold is judged while it lasts.
        PlacedOrder paid = order(window(held, 0, false, NOW.plusSeconds(50)));
        assertThat(order(RULES.attestation(paid, VALID, NOW.plusSeconds(60)))
                        .state()
                        .name())
                .isEqualTo(StateName.ACTIVE);
    }

    @Test
    void endsTheOrderWhenItLastsTooLong() {
        Instant limit = startOf(1_003 + 8);
        assertThat(RULES.deadline(held())).contains(limit);
        assertThat(RULES.timePassed(held(), limit.minusMillis(1))).isInstanceOf(Outcome.Kept.class);
        Outcome closing = RULES.timePassed(held(), limit);
        assertThat(ending(closing))
                .isEqualTo(new Ending(
                        1_011, limit.getEpochSecond(), CloseReason.ATTESTATION_LOST, Actor.VALIDATORS, null, null));
        assertThat(order(settle(order(closing))).state().name()).isEqualTo(StateName.TERMINATED);
    }

    @Test
    void allHoldsOfAnOrderTogetherMayLastSoLong() {
        PlacedOrder resumed = order(RULES.attestation(held(), VALID, startOf(1_007)));
        assertThat(activation(resumed).heldEpochs()).isEqualTo(5);
        PlacedOrder again = order(RULES.attestation(resumed, STALE, startOf(1_009)));
        assertThat(RULES.deadline(again)).isEqualTo(Optional.of(startOf(1_010 + 3)));
    }

    @Test
    void theTermDoesNotEndWhileItIsHeld() {
        Instant afterTheFirstEnd = startOf(1_011).minusMillis(1);
        assertThat(RULES.timePassed(held(), afterTheFirstEnd)).isInstanceOf(Outcome.Kept.class);
        Ending left = ending(cancel(held(), startOf(1_012)));
        assertThat(left.reason()).isEqualTo(CloseReason.USER_CANCELLED);
        assertThat(left.atEpoch()).isEqualTo(1_012);
    }

    @Test
    void oneBadStandingAfterAnotherChangesNothing() {
        assertThat(RULES.attestation(held(), STALE, startOf(1_006))).isInstanceOf(Outcome.Kept.class);
        assertThat(RULES.attestation(active(), VALID, startOf(1_006))).isInstanceOf(Outcome.Kept.class);
    }
}
