package org.computingpower.order.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.computingpower.events.PowerShortfall;
import org.computingpower.order.TestMarket;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.Cancel;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;

/** One order and the keys that may speak for it. */
final class Samples {
    static final SigningKey USER = TestMarket.key("user");
    static final SigningKey NODE = TestMarket.key("node");
    static final SigningKey STRANGER = TestMarket.key("stranger");
    static final Instant NOW = TestMarket.CLOCK.startOf(1_000);
    static final long EPOCHS = 10;
    static final MarketRules MARKET = new MarketRules(
            TestMarket.DOMAINS,
            TestMarket.CLOCK,
            TestMarket.FILE.contracts().token(),
            500,
            2_000,
            TestMarket.FILE.termPrice(),
            3,
            Duration.ofSeconds(120),
            Duration.ofSeconds(120),
            Duration.ofSeconds(120),
            3_000,
            Duration.ofSeconds(3),
            Duration.ofMinutes(2),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            2,
            2_000);
    static final OrderRules RULES = new OrderRules(MARKET);
    static final Offer OFFER = new Offer(
            NODE.nodeId(),
            TestMarket.key("provider").address(),
            TestMarket.key("payee").address(),
            TestMarket.key("stake").address(),
            MARKET.token(),
            TokenAmount.of(100),
            45,
            1_500,
            DataProtection.SIMULATED,
            1,
            NOW.getEpochSecond() + 100_000);
    static final Order TERMS = new Quoting(MARKET)
            .terms(
                    OFFER,
                    OFFER.structHash(),
                    USER.address(),
                    EPOCHS * 15,
                    Mode.EXCLUSIVE,
                    Quoting.WHOLE,
                    Bytes32.ZERO,
                    Digests.keccak256OfText("salt"),
                    NOW);

    private Samples() {}

    static PlacedOrder quoted() {
        return new PlacedOrder(
                TERMS.orderId(),
                TERMS,
                "alice",
                "bob",
                NODE.address(),
                Bytes32.ZERO,
                NOW,
                new OrderState.Quoted(NOW.plusSeconds(120)),
                Progress.NONE,
                1,
                1);
    }

    static PlacedOrder signed() {
        return order(sign(quoted(), NOW));
    }

    static PlacedOrder funded() {
        return order(fund(signed(), NOW));
    }

    static PlacedOrder active() {
        return order(accept(funded(), NOW));
    }

    static PlacedOrder degraded() {
        return order(window(active(), 1, false, NOW.plusSeconds(40)));
    }

    static PlacedOrder held() {
        return order(RULES.attestation(active(), AttestationFacet.REVOKED, NOW.plusSeconds(40)));
    }

    static PlacedOrder closing() {
        return order(cancel(active(), NOW.plusSeconds(50)));
    }

    static PlacedOrder expired() {
        return order(RULES.timePassed(quoted(), NOW.plusSeconds(120)));
    }

    static Outcome sign(PlacedOrder order, Instant now) {
        return RULES.sign(order, TERMS.sign(USER, TestMarket.DOMAINS), now);
    }

    static Outcome fund(PlacedOrder order, Instant now) {
        return RULES.fund(order, TERMS.totalPrice(), now, null, now);
    }

    static Outcome accept(PlacedOrder order, Instant now) {
        Acceptance acceptance = new Acceptance(order.id(), TERMS.nodeId(), now.getEpochSecond());
        return RULES.accept(order, acceptance, acceptance.sign(NODE, TestMarket.DOMAINS), Optional.empty(), now);
    }

    static Outcome cancel(PlacedOrder order, Instant now) {
        Cancel cancel = new Cancel(order.id(), now.getEpochSecond());
        return RULES.cancel(order, cancel, cancel.sign(USER, TestMarket.DOMAINS), now);
    }

    static Outcome window(PlacedOrder order, int unpaidInARow, boolean terminate, Instant now) {
        return RULES.settleWindow(
                order,
                new Window(
                        1_002,
                        unpaidInARow == 0,
                        unpaidInARow,
                        terminate,
                        Optional.empty(),
                        TokenAmount.of(5),
                        TokenAmount.of(7)),
                null,
                now);
    }

    static final PowerShortfall SHORTFALL = new PowerShortfall(0, 1_001, 1_002, 2, 512, 1_024, Bytes32.ZERO);

    /** A paid window with the proof that the node's power is too low all the same. */
    static Outcome shortfall(PlacedOrder order, Instant now) {
        return RULES.settleWindow(
                order,
                new Window(1_002, true, 0, true, Optional.of(SHORTFALL), TokenAmount.of(5), TokenAmount.of(7)),
                null,
                now);
    }

    static Outcome settle(PlacedOrder order) {
        return RULES.settle(order, TokenAmount.of(8), TokenAmount.of(9));
    }

    /** Any command or fact at all. */
    static Outcome any(PlacedOrder order, Random random, Instant now) {
        return switch (random.nextInt(9)) {
            case 0 -> sign(order, now);
            case 1 ->
                RULES.fund(
                        order,
                        TokenAmount.of(random.nextBoolean() ? 15_000 : 14_999),
                        now.minusSeconds(random.nextInt(5)),
                        null,
                        now);
            case 2 -> accept(order, now);
            case 3 -> RULES.reject(order, "no capacity", now);
            case 4 -> random.nextInt(4) == 0 ? cancel(order, now) : RULES.timePassed(order, now);
            case 5 -> window(order, random.nextInt(3), random.nextInt(6) == 0, now);
            case 6 -> settle(order);
            case 7 ->
                RULES.attestation(
                        order, random.nextBoolean() ? AttestationFacet.VALID : AttestationFacet.TCB_OUTDATED, now);
            default -> RULES.timePassed(order, now);
        };
    }

    static PlacedOrder order(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Moved moved -> moved.order();
            case Outcome.Kept(PlacedOrder order) -> order;
            case Outcome.Refused(Refusal refusal) -> throw new IllegalStateException("Refused: " + refusal);
        };
    }
}
