package org.computingpower.order.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.order.domain.Samples.NODE;
import static org.computingpower.order.domain.Samples.NOW;
import static org.computingpower.order.domain.Samples.RULES;
import static org.computingpower.order.domain.Samples.SHORTFALL;
import static org.computingpower.order.domain.Samples.STRANGER;
import static org.computingpower.order.domain.Samples.TERMS;
import static org.computingpower.order.domain.Samples.USER;
import static org.computingpower.order.domain.Samples.accept;
import static org.computingpower.order.domain.Samples.active;
import static org.computingpower.order.domain.Samples.cancel;
import static org.computingpower.order.domain.Samples.closing;
import static org.computingpower.order.domain.Samples.degraded;
import static org.computingpower.order.domain.Samples.expired;
import static org.computingpower.order.domain.Samples.fund;
import static org.computingpower.order.domain.Samples.funded;
import static org.computingpower.order.domain.Samples.held;
import static org.computingpower.order.domain.Samples.order;
import static org.computingpower.order.domain.Samples.quoted;
import static org.computingpower.order.domain.Samples.settle;
import static org.computingpower.order.domain.Samples.shortfall;
import static org.computingpower.order.domain.Samples.sign;
import static org.computingpower.order.domain.Samples.signed;
import static org.computingpower.order.domain.Samples.window;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.computingpower.events.Actor;
import org.computingpower.events.CloseReason;
import org.computingpower.order.TestMarket;
import org.computingpower.order.domain.OrderState.Closing;
import org.computingpower.order.domain.OrderState.Ended;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.Cancel;
import org.junit.jupiter.api.Test;

class OrderRulesTest {
    private static final Instant END = TestMarket.CLOCK.startOf(1_011);

    private static final Map<StateName, Set<StateName>> LEGAL = Map.of(
            StateName.QUOTED,
            Set.of(StateName.AWAITING_ESCROW, StateName.EXPIRED, StateName.CANCELLED, StateName.CLOSING),
            StateName.AWAITING_ESCROW,
            Set.of(StateName.AWAITING_PROVIDER, StateName.EXPIRED, StateName.CANCELLED, StateName.CLOSING),
            StateName.AWAITING_PROVIDER,
            Set.of(StateName.ACTIVE, StateName.CLOSING),
            StateName.ACTIVE,
            Set.of(StateName.DEGRADED, StateName.ATTESTATION_HOLD, StateName.CLOSING),
            StateName.DEGRADED,
            Set.of(StateName.ACTIVE, StateName.ATTESTATION_HOLD, StateName.CLOSING),
            StateName.ATTESTATION_HOLD,
            Set.of(StateName.ACTIVE, StateName.DEGRADED, StateName.CLOSING),
            StateName.CLOSING,
            Set.of(
                    StateName.COMPLETED,
                    StateName.CANCELLED,
                    StateName.TERMINATED,
                    StateName.EXPIRED,
                    StateName.REJECTED));

    private static StateName next(Outcome outcome) {
        return order(outcome).state().name();
    }

    private static Refusal refusal(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).refusal();
    }

    private static Ending ending(Outcome outcome) {
        return ((Closing) order(outcome).state()).ending();
    }

    @Test
    void everyCommandInEveryStateDoesWhatTheTableSays() {
        Map<String, PlacedOrder> states = new LinkedHashMap<>();
        states.put("quoted", quoted());
        states.put("signed", signed());
        states.put("funded", funded());
        states.put("active", active());
        states.put("degraded", degraded());
        states.put("held", held());
        states.put("closing", closing());
        states.put("expired", expired());
        Map<String, Function<PlacedOrder, Outcome>> commands = new LinkedHashMap<>();
        commands.put("sign", order -> sign(order, NOW));
        commands.put("fund", order -> fund(order, NOW));
        commands.put("accept", order -> accept(order, NOW));
        commands.put("reject", order -> RULES.reject(order, "no capacity", NOW));
        commands.put("cancel", order -> cancel(order, NOW));
        commands.put("unpaid", order -> window(order, 1, false, NOW));
        commands.put("paid", order -> window(order, 0, false, NOW));
        commands.put("terminate", order -> window(order, 4, true, NOW));
        commands.put("settle", Samples::settle);
        commands.put("lost", order -> RULES.attestation(order, AttestationFacet.EXPIRED, NOW));
        commands.put("regained", order -> RULES.attestation(order, AttestationFacet.VALID, NOW));

        String table = states.entrySet().stream()
                .map(state -> state.getKey()
                        + commands.values().stream()
                                .map(command -> switch (command.apply(state.getValue())) {
                                    case Outcome.Moved moved ->
                                        " " + moved.order().state().name();
                                    case Outcome.Kept ignored -> " =";
                                    case Outcome.Refused ignored -> " -";
                                })
                                .reduce("", String::concat))
                .reduce("", (all, line) -> all + line + "\n");

        // sign fund accept reject cancel unpaid paid terminate settle lost regained
        assertThat(table).isEqualTo("""
                        quoted AWAITING_ESCROW CLOSING - - CANCELLED - - - - = =
                        signed = AWAITING_PROVIDER - - CANCELLED - - - - = =
                        funded - = ACTIVE CLOSING CLOSING - - - - = =
                        active - = = - CLOSING DEGRADED = CLOSING - ATTESTATION_HOLD =
                        degraded - = = - CLOSING = ACTIVE CLOSING - ATTESTATION_HOLD =
                        held - = = - CLOSING = = CLOSING - = ACTIVE
                        closing - = - - = = = = CANCELLED = =
                        expired - EXPIRED - - - - - - = = =
                        """);
    }

    @Test
    void randomHistoriesNeverLeaveTheTableAndNeverLoseADeposit() {
        Map<StateName, Integer> reached = new EnumMap<>(StateName.class);
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            PlacedOrder order = quoted();
            Instant now = NOW;
            boolean refundOrdered = false;
            for (int step = 0; step < 40; step++) {
                now = now.plusSeconds(random.nextInt(20));
                Outcome outcome = Samples.any(order, random, now);
                if (outcome instanceof Outcome.Moved moved) {
                    StateName from = order.state().name();
                    StateName to = moved.order().state().name();
                    boolean lateDeposit = from.isFinal() && to == from && !refundOrdered;
                    assertThat(lateDeposit || LEGAL.getOrDefault(from, Set.of()).contains(to))
                            .as("seed %d: %s to %s by %s", seed, from, to, moved.cause())
                            .isTrue();
                    assertThat(moved.order().seq()).isEqualTo(order.seq() + 1);
                    if (to == StateName.CLOSING || lateDeposit) {
                        assertThat(refundOrdered)
                                .as("closed once, seed %d", seed)
                                .isFalse();
                        refundOrdered = true;
                    }
                    if (to.isFinal() && moved.order().state().history().deposit() != null) {
                        assertThat(refundOrdered)
                                .as("deposit goes back, seed %d", seed)
                                .isTrue();
                    }
                }
                if (!(outcome instanceof Outcome.Refused)) {
                    order = order(outcome);
                }
                reached.merge(order.state().name(), 1, Integer::sum);
            }
        }
        assertThat(reached.keySet()).containsExactlyInAnyOrder(StateName.values());
    }

    @Test
    void takesOnlyTheUsersSignatureAndOnlyInTime() {
        assertThat(refusal(RULES.sign(quoted(), TERMS.sign(STRANGER, TestMarket.DOMAINS), NOW)))
                .isEqualTo(new Refusal.WrongSigner("Order", USER.address()));
        assertThat(next(sign(quoted(), NOW.plusSeconds(119)))).isEqualTo(StateName.AWAITING_ESCROW);
        assertThat(refusal(sign(quoted(), NOW.plusSeconds(120))))
                .isEqualTo(new Refusal.TooLate(StateName.QUOTED, "signature"));
    }

    @Test
    void keepsTheDepositOnlyWhenItIsWholeAndInTime() {
        TokenAmount price = TERMS.totalPrice();
        Instant last = Instant.ofEpochSecond(TERMS.openBefore());
        assertThat(next(RULES.fund(signed(), price, last, null, last))).isEqualTo(StateName.AWAITING_PROVIDER);
        assertThat(ending(RULES.fund(signed(), price, last.plusSeconds(1), null, last))
                        .reason())
                .isEqualTo(CloseReason.ESCROW_TIMEOUT);
        Outcome tooLittle = RULES.fund(signed(), price.minus(TokenAmount.of(1)), last, null, last);
        assertThat(ending(tooLittle).reason()).isEqualTo(CloseReason.ESCROW_TIMEOUT);
        assertThat(next(settle(order(tooLittle)))).isEqualTo(StateName.EXPIRED);
    }

    @Test
    void givesADepositBackThatComesAfterTheEndAndOnlyOnce() {
        Outcome late = fund(expired(), NOW.plusSeconds(300));
        Ended ended = (Ended) order(late).state();
        assertThat(ended.name()).isEqualTo(StateName.EXPIRED);
        assertThat(ended.reason()).isEqualTo(CloseReason.QUOTE_EXPIRED);
        assertThat(ended.ending())
                .isEqualTo(new Ending(
                        1_020,
                        NOW.plusSeconds(300).getEpochSecond(),
                        CloseReason.QUOTE_EXPIRED,
                        Actor.PLATFORM,
                        null,
                        null));
        assertThat(fund(order(late), NOW.plusSeconds(301))).isInstanceOf(Outcome.Kept.class);
    }

    @Test
    void billsFromTheEpochAfterTheLead() {
        Activation early = ((OrderState.Active) order(accept(funded(), NOW)).state()).activation();
        assertThat(early.billingFromEpoch()).isEqualTo(1_001);
        assertThat(early.endsAtEpoch()).isEqualTo(1_011);
        Activation late = ((OrderState.Active)
                        order(accept(funded(), NOW.plusSeconds(12))).state())
                .activation();
        assertThat(late.billingFromEpoch()).isEqualTo(1_002);
        assertThat(late.endsAtEpoch()).isEqualTo(1_012);
    }

    @Test
    void takesAnAcceptanceOnlyFromTheNodeForThisOrderInTime() {
        PlacedOrder order = funded();
        Acceptance good = new Acceptance(order.id(), TERMS.nodeId(), NOW.getEpochSecond());
        assertThat(refusal(RULES.accept(order, good, good.sign(STRANGER, TestMarket.DOMAINS), Optional.empty(), NOW)))
                .isEqualTo(new Refusal.WrongSigner("Acceptance", NODE.address()));
        Acceptance other = new Acceptance(OrderId.NONE, TERMS.nodeId(), NOW.getEpochSecond());
        assertThat(refusal(RULES.accept(order, other, other.sign(NODE, TestMarket.DOMAINS), Optional.empty(), NOW)))
                .isInstanceOf(Refusal.StatementRefused.class);
        Acceptance old = new Acceptance(order.id(), TERMS.nodeId(), NOW.getEpochSecond() - 601);
        assertThat(refusal(RULES.accept(order, old, old.sign(NODE, TestMarket.DOMAINS), Optional.empty(), NOW)))
                .isInstanceOf(Refusal.StatementRefused.class);
        Refusal.NodeNotReady notReady = new Refusal.NodeNotReady("no attestation");
        assertThat(refusal(RULES.accept(order, good, good.sign(NODE, TestMarket.DOMAINS), Optional.of(notReady), NOW)))
                .isEqualTo(notReady);
        Instant last = Instant.ofEpochSecond(TERMS.acceptBefore());
        assertThat(next(accept(order, last))).isEqualTo(StateName.ACTIVE);
        assertThat(refusal(accept(order, last.plusSeconds(1)))).isInstanceOf(Refusal.TooLate.class);
    }

    @Test
    void endsTheTermAtItsBoundaryWhoeverNoticesFirst() {
        Ending expected = new Ending(1_010, END.getEpochSecond(), CloseReason.TERM_ENDED, Actor.PLATFORM, null, null);
        assertThat(RULES.timePassed(active(), END.minusMillis(1))).isInstanceOf(Outcome.Kept.class);
        assertThat(ending(RULES.timePassed(active(), END))).isEqualTo(expected);
        assertThat(ending(RULES.timePassed(degraded(), END.plusSeconds(99)))).isEqualTo(expected);
        assertThat(ending(cancel(active(), END.plusSeconds(1)))).isEqualTo(expected);
        assertThat(ending(window(active(), 4, true, END.plusSeconds(9))).atEpoch())
                .isEqualTo(1_010);
        assertThat(next(settle(order(RULES.timePassed(active(), END))))).isEqualTo(StateName.COMPLETED);
    }

    @Test
    void endsTheOrderOfANodeThatIsProvenToHaveTooLittlePower() {
        String note =
                "Proven to have less than 85 % of the rated power: device 0 found 512 of 1024 shares in epochs 1001 to 1002.";
        Instant now = NOW.plusSeconds(50);
        Ending expected = new Ending(
                1_003,
                now.getEpochSecond(),
                CloseReason.PROVIDER_FAULT,
                Actor.VALIDATORS,
                SHORTFALL.verdictsHash().toString(),
                note);

        for (PlacedOrder order : List.of(active(), degraded(), held())) {
            Outcome outcome = shortfall(order, now);
            assertThat(ending(outcome)).isEqualTo(expected);
            assertThat(((Outcome.Moved) outcome).cause()).isEqualTo(Cause.UNDERPOWERED);
        }
        assertThat(next(settle(order(shortfall(active(), now))))).isEqualTo(StateName.TERMINATED);
        assertThat(ending(shortfall(active(), END.plusSeconds(9))).at()).isEqualTo(END.getEpochSecond());
        PlacedOrder closing = order(cancel(active(), now));
        assertThat(((Closing) order(shortfall(closing, now)).state()).ending().reason())
                .isEqualTo(CloseReason.USER_CANCELLED);
    }

    @Test
    void endsACancelledOrderAtTheReceiptOfTheUsersStatement() {
        Instant now = NOW.plusSeconds(50);
        Ending ending = ending(cancel(active(), now));
        assertThat(ending.at()).isEqualTo(now.getEpochSecond());
        assertThat(ending.atEpoch()).isEqualTo(1_003);
        assertThat(ending.evidenceId())
                .isEqualTo(new Cancel(TERMS.orderId(), now.getEpochSecond())
                        .digest(TestMarket.DOMAINS)
                        .toString());
        Cancel forged = new Cancel(TERMS.orderId(), now.getEpochSecond());
        assertThat(refusal(RULES.cancel(active(), forged, forged.sign(NODE, TestMarket.DOMAINS), now)))
                .isEqualTo(new Refusal.WrongSigner("Cancel", USER.address()));
        Cancel foreign = new Cancel(OrderId.NONE, now.getEpochSecond());
        assertThat(refusal(RULES.cancel(active(), foreign, foreign.sign(USER, TestMarket.DOMAINS), now)))
                .isInstanceOf(Refusal.StatementRefused.class);
    }

    @Test
    void timeOutsFollowTheirDeadlines() {
        assertThat(next(RULES.timePassed(quoted(), NOW.plusSeconds(119)))).isEqualTo(StateName.QUOTED);
        assertThat(next(RULES.timePassed(quoted(), NOW.plusSeconds(120)))).isEqualTo(StateName.EXPIRED);
        // openBefore is 240 s from the quote, and a deposit made in time may take 30 s to become final.
        assertThat(next(RULES.timePassed(signed(), NOW.plusSeconds(269)))).isEqualTo(StateName.AWAITING_ESCROW);
        assertThat(next(RULES.timePassed(signed(), NOW.plusSeconds(270)))).isEqualTo(StateName.EXPIRED);
        assertThat(next(RULES.timePassed(funded(), NOW.plusSeconds(360)))).isEqualTo(StateName.AWAITING_PROVIDER);
        PlacedOrder unanswered = order(RULES.timePassed(funded(), NOW.plusSeconds(361)));
        assertThat(((Closing) unanswered.state()).ending().reason()).isEqualTo(CloseReason.ACCEPTANCE_TIMEOUT);
        assertThat(next(settle(unanswered))).isEqualTo(StateName.REJECTED);
    }
}
