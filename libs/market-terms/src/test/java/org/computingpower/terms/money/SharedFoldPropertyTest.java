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
import org.computingpower.terms.signed.Mode;
import org.junit.jupiter.api.Test;

/** Random shared orders from a fixed seed: what holds for every sequence of outcomes and audits. */
class SharedFoldPropertyTest {

    private static final int ORDERS = 2_000;
    private final Random random = new Random(20_261_128);

    private record Epoch(WindowOutcome outcome, boolean audit) {}

    @Test
    void conservesMoneyAndOnlyGrows() {
        for (int i = 0; i < ORDERS; i++) {
            OrderFold fold = OrderFold.start(terms(random), Mode.SHARED);
            long endEarly = random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(fold.endSeconds() + 1);
            int afterEnd = 0;
            while (!fold.termOver() || fold.awaitsAudit()) {
                if (!fold.termOver() && random.nextInt(8) == 0) {
                    fold = fold.endAt(endEarly);
                    continue;
                }
                boolean over = fold.termOver();
                Epoch epoch = epoch(random);
                FoldResult result = !over && random.nextInt(12) == 0
                        ? fold.hold(fold.nextEpoch())
                        : fold.fold(fold.nextEpoch(), epoch.outcome(), random.nextBoolean(), epoch.audit());
                OrderFold next = ((Folded) result).fold();
                assertThat(next.releasedCum()).isGreaterThanOrEqualTo(fold.releasedCum());
                assertThat(next.refundedCum()).isGreaterThanOrEqualTo(fold.refundedCum());
                TokenAmount waiting = waiting(next.carried()).plus(waiting(next.accrued()));
                assertThat(next.releasedCum().plus(next.refundedCum()).plus(waiting))
                        .isEqualTo(next.terms().windows().accruedAt(next.accruedSeconds()));
                afterEnd += over ? 1 : 0;
                fold = next;
            }
            assertThat(afterEnd).isLessThanOrEqualTo(AuditRule.EPOCHS_AFTER_END);
            OrderFold closed = ((Folded) fold.finish()).fold();
            assertThat(closed.releasedCum().plus(closed.refundedCum()))
                    .isEqualTo(closed.terms().totalPrice());
        }
    }

    @Test
    void agreesWithAPlainReadingOfTheRules() {
        for (int i = 0; i < ORDERS; i++) {
            OrderFold fold = OrderFold.start(terms(random), Mode.SHARED);
            List<Epoch> epochs = new ArrayList<>();
            while (!fold.termOver() || fold.awaitsAudit()) {
                epochs.add(epoch(random));
                fold = ((Folded) fold.fold(
                                fold.nextEpoch(),
                                epochs.getLast().outcome(),
                                false,
                                epochs.getLast().audit()))
                        .fold();
            }
            assertThat(((Folded) fold.finish()).fold().releasedCum().baseUnits())
                    .isEqualTo(releasedByReading(fold.terms(), epochs));
        }
    }

    /** Looks at each window by itself: what its round proved, and how the first judged audit from there on went. */
    private static BigInteger releasedByReading(BillingTerms terms, List<Epoch> epochs) {
        long windows = Math.ceilDiv(terms.durationSeconds(), terms.windowSeconds());
        long last = Math.min(epochs.size(), windows + AuditRule.EPOCHS_AFTER_END);
        BigInteger released = BigInteger.ZERO;
        for (int i = 0; i < windows; i++) {
            int proof = provenBy(terms, epochs, i, windows);
            boolean paid = proof >= 0;
            for (int j = proof; paid && j < last; j++) {
                if (epochs.get(j).audit() && !isGap(epochs.get(j).outcome())) {
                    WindowOutcome audit = epochs.get(j).outcome();
                    paid = audit == WindowOutcome.PASS || audit == WindowOutcome.UNSERVED;
                    break;
                }
                paid = j + 1 < last;
            }
            if (paid) {
                released = released.add(accrued(terms, i + 1L)).subtract(accrued(terms, i));
            }
        }
        return released;
    }

    /** The epoch whose PASS proves a window: its own, or the one right after the gap in which it is among the first; -1 if none does. */
    private static int provenBy(BillingTerms terms, List<Epoch> epochs, int window, long windows) {
        int start = window;
        while (start > 0 && isGap(epochs.get(start - 1).outcome())) {
            start--;
        }
        int end = window;
        while (end < windows && isGap(epochs.get(end).outcome())) {
            end++;
        }
        boolean carried = end == window || window - start < terms.limits().carry();
        return carried && end < windows && epochs.get(end).outcome() == WindowOutcome.PASS ? end : -1;
    }

    private static BigInteger accrued(BillingTerms terms, long windows) {
        long seconds = Math.min(windows * terms.windowSeconds(), terms.durationSeconds());
        return terms.windows().accruedAt(seconds).baseUnits();
    }

    private static TokenAmount waiting(List<WindowDecision> windows) {
        return windows.stream().map(WindowDecision::worth).reduce(TokenAmount.ZERO, TokenAmount::plus);
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

    private static Epoch epoch(RandomGenerator random) {
        WindowOutcome[] all = WindowOutcome.values();
        WindowOutcome outcome = random.nextInt(3) > 0 ? WindowOutcome.PASS : all[random.nextInt(all.length)];
        return new Epoch(outcome, random.nextInt(8) == 0);
    }

    @Test
    void equalsTheGoldenWindows() {
        Random fixed = new Random(43);
        ArrayNode orders = Vectors.JSON.createArrayNode();
        for (int i = 0; i < 6; i++) {
            OrderFold fold = OrderFold.start(terms(fixed), Mode.SHARED).endAt(20 * 60);
            ObjectNode order = orders.addObject();
            order.set("terms", Vectors.JSON.valueToTree(fold.terms()));
            ArrayNode steps = order.putArray("steps");
            while (!fold.termOver() || fold.awaitsAudit()) {
                Epoch epoch = epoch(fixed);
                fold = ((Folded) fold.fold(fold.nextEpoch(), epoch.outcome(), false, epoch.audit())).fold();
                write(steps.addObject().put("outcome", epoch.outcome().name()).put("audit", epoch.audit()), fold);
            }
            write(order.putObject("final"), ((Folded) fold.finish()).fold());
        }
        Vectors.assertGolden(
                "windows-shared.json", Vectors.JSON.createObjectNode().set("orders", orders));
    }

    private static void write(ObjectNode step, OrderFold fold) {
        step.put("accruedSeconds", fold.accruedSeconds());
        step.put("releasedCum", fold.releasedCum().toString());
        step.put("feeCum", fold.feeCum().toString());
        step.put("refundedCum", fold.refundedCum().toString());
        step.put("carried", fold.carried().size());
        step.put("waiting", fold.accrued().size());
        step.put("afterEnd", fold.epochsAfterEnd());
    }
}
