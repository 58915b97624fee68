package org.computingpower.terms.money;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.Vectors;
import org.computingpower.terms.money.FoldResult.Folded;
import org.computingpower.terms.money.FoldResult.Refused;
import org.junit.jupiter.api.Test;

/** Random orders from a fixed seed: what holds for every sequence of outcomes. */
class OrderFoldPropertyTest {

    private static final int ORDERS = 2_000;
    private final Random random = new Random(20_260_101);

    @Test
    void conservesMoneyGrowsOnlyAndCountsAnEpochOnce() {
        for (int i = 0; i < ORDERS; i++) {
            OrderFold fold = OrderFold.start(terms(random));
            long endEarly = random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(fold.endSeconds() + 1);
            while (!fold.termOver()) {
                if (random.nextInt(8) == 0) {
                    fold = fold.endAt(endEarly);
                    continue;
                }
                FoldResult result = random.nextInt(12) == 0
                        ? fold.hold(fold.nextEpoch())
                        : fold.fold(fold.nextEpoch(), outcome(random), random.nextBoolean(), random.nextBoolean());
                OrderFold next = ((Folded) result).fold();
                assertThat(next.releasedCum()).isGreaterThanOrEqualTo(fold.releasedCum());
                assertThat(next.refundedCum()).isGreaterThanOrEqualTo(fold.refundedCum());
                assertThat(next.feeCum().plus(next.providerCum())).isEqualTo(next.releasedCum());
                assertThat(next.feeCum()).isGreaterThanOrEqualTo(fold.feeCum());
                assertThat(next.carried().size())
                        .isLessThanOrEqualTo(next.terms().limits().carry());
                assertThat(next.fold(fold.nextEpoch(), WindowOutcome.PASS)).isInstanceOf(Refused.class);
                fold = next;
            }
            OrderFold closed = ((Folded) fold.finish()).fold();
            assertThat(closed.releasedCum().plus(closed.refundedCum()))
                    .isEqualTo(closed.terms().totalPrice());
        }
    }

    @Test
    void agreesWithAPlainReadingOfTheRules() {
        for (int i = 0; i < ORDERS; i++) {
            BillingTerms terms = terms(random);
            OrderFold fold = OrderFold.start(terms);
            List<WindowOutcome> outcomes = new ArrayList<>();
            while (!fold.termOver()) {
                outcomes.add(outcome(random));
                fold = ((Folded) fold.fold(fold.nextEpoch(), outcomes.getLast())).fold();
            }
            assertThat(((Folded) fold.finish()).fold().releasedCum().baseUnits())
                    .isEqualTo(releasedByReading(terms, outcomes));
        }
    }

    /** Looks at each window by itself: paid if passed, or if among the first of a gap that a pass follows. */
    private static BigInteger releasedByReading(BillingTerms terms, List<WindowOutcome> outcomes) {
        BigInteger released = BigInteger.ZERO;
        for (int i = 0; i < outcomes.size(); i++) {
            int gapStart = i;
            while (gapStart > 0 && isGap(outcomes.get(gapStart - 1))) {
                gapStart--;
            }
            int gapEnd = i;
            while (gapEnd < outcomes.size() && isGap(outcomes.get(gapEnd))) {
                gapEnd++;
            }
            boolean carried =
                    isGap(outcomes.get(i)) && i - gapStart < terms.limits().carry();
            boolean passFollows = gapEnd < outcomes.size() && outcomes.get(gapEnd) == WindowOutcome.PASS;
            if (outcomes.get(i) == WindowOutcome.PASS || (carried && passFollows)) {
                released = released.add(accrued(terms, i + 1L)).subtract(accrued(terms, i));
            }
        }
        return released;
    }

    private static BigInteger accrued(BillingTerms terms, long windows) {
        long seconds = Math.min(windows * terms.windowSeconds(), terms.durationSeconds());
        return terms.totalPrice()
                .baseUnits()
                .multiply(BigInteger.valueOf(seconds))
                .divide(BigInteger.valueOf(terms.durationSeconds()));
    }

    private static boolean isGap(WindowOutcome outcome) {
        return outcome == WindowOutcome.UNCHALLENGED || outcome == WindowOutcome.WAIVED;
    }

    private static BillingTerms terms(RandomGenerator random) {
        byte[] price = new byte[1 + random.nextInt(16)];
        random.nextBytes(price);
        return new BillingTerms(
                new TokenAmount(new BigInteger(1, price)),
                1 + random.nextInt(600),
                random.nextInt(10_001),
                1 + random.nextInt(60),
                random.nextInt(1000),
                BillingLimits.STANDARD.with(4, random.nextInt(5)));
    }

    private static WindowOutcome outcome(RandomGenerator random) {
        WindowOutcome[] all = WindowOutcome.values();
        return random.nextBoolean() ? WindowOutcome.PASS : all[random.nextInt(all.length)];
    }

    @Test
    void equalsTheGoldenWindows() {
        Random fixed = new Random(42);
        ArrayNode orders = Vectors.JSON.createArrayNode();
        for (int i = 0; i < 12; i++) {
            OrderFold fold = OrderFold.start(terms(fixed));
            ObjectNode order = orders.addObject();
            order.set("terms", Vectors.JSON.valueToTree(fold.terms()));
            ArrayNode steps = order.putArray("steps");
            while (!fold.termOver() && steps.size() < 20) {
                WindowOutcome outcome = outcome(fixed);
                fold = ((Folded) fold.fold(fold.nextEpoch(), outcome)).fold();
                write(steps.addObject().put("outcome", outcome.name()), fold);
            }
            write(order.putObject("final"), ((Folded) fold.endAt(0).finish()).fold());
        }
        Vectors.assertGolden("windows.json", Vectors.JSON.createObjectNode().set("orders", orders));
    }

    private static void write(ObjectNode step, OrderFold fold) {
        step.put("accruedSeconds", fold.accruedSeconds());
        step.put("releasedCum", fold.releasedCum().toString());
        step.put("feeCum", fold.feeCum().toString());
        step.put("refundedCum", fold.refundedCum().toString());
        step.put("carried", fold.carried().size());
        step.put("unpaidInARow", fold.streak().unpaidInARow());
        step.put("termination", fold.streak().termination().name());
    }
}
