package org.computingpower.challenge.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.money.OrderAmounts;
import org.computingpower.challenge.domain.money.OrderDossier;
import org.computingpower.challenge.domain.money.OrderDossier.Amounts;
import org.computingpower.challenge.domain.money.OrderDossier.NodeDevices;
import org.computingpower.challenge.domain.roster.OrderTerm.Hold;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.money.AuditRule;
import org.computingpower.terms.money.BillingTerms;
import org.computingpower.terms.money.FoldResult.Folded;
import org.computingpower.terms.money.OpenedRounds;
import org.computingpower.terms.money.OrderFold;
import org.computingpower.terms.money.WindowOutcome;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.junit.jupiter.api.Test;

/** What a validator computes for an order of four epochs that shares its device. */
class SharedAmountsTest {

    private static final long FROM = 20;
    private static final ProofResult[] RESULTS = ProofResult.values();
    private static final Signature SIGNATURE = TestMarket.key("any").sign(Bytes32.ZERO);

    private final MarketRules rules = MarketRules.of(TestMarket.file(0, 3, 2));
    private final Order terms = new Order(
            Bytes32.ZERO,
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            TestMarket.key("node").nodeId(),
            Bytes32.ZERO,
            Address.ZERO,
            TokenAmount.of(400),
            4L * TestMarket.EPOCH_SECONDS,
            500,
            2_000,
            Mode.SHARED,
            5_000,
            Bytes32.ZERO,
            DataProtection.SIMULATED,
            1,
            1);
    private final Map<Long, List<Vote<PowerVerdict>>> votes = new HashMap<>();
    private final Map<Bytes32, Boolean> audits = new HashMap<>();
    private final List<Hold> holds = new ArrayList<>();
    private Optional<Long> closing = Optional.empty();

    private static Bytes32 roundOf(long epoch) {
        return Digests.keccak256OfText("round " + epoch);
    }

    private void judged(long epoch, ProofResult result) {
        List<Vote<PowerVerdict>> all = new ArrayList<>();
        for (SigningKey key : TestMarket.validators(2)) {
            all.add(new Vote<>(
                    key.address(),
                    new PowerVerdict(
                            1,
                            epoch,
                            roundOf(epoch),
                            Bytes32.ZERO,
                            terms.nodeId(),
                            terms.orderId(),
                            0,
                            result,
                            0,
                            Bytes32.ZERO,
                            Bytes32.ZERO),
                    SIGNATURE));
        }
        votes.put(epoch, all);
    }

    private void judged(long epoch, ProofResult result, boolean audit) {
        judged(epoch, result);
        audits.put(roundOf(epoch), audit);
    }

    private OrderAmounts through(long epoch) {
        return through(epoch, rules.clock().endOf(epoch));
    }

    private OrderAmounts through(long epoch, Instant now) {
        OrderDossier dossier = new OrderDossier(
                terms.orderId(),
                terms,
                Optional.of(TokenAmount.of(400)),
                Optional.of(FROM),
                closing,
                holds,
                List.of(),
                votes,
                Set.of(),
                new OpenedRounds(audits),
                List.of(new NodeDevices(1, 1, Set.of(0))),
                Optional.empty());
        return OrderAmounts.of(dossier, rules, epoch, now);
    }

    private static Amounts amounts(long released, long refunded, boolean isFinal) {
        return new Amounts(TokenAmount.of(released), TokenAmount.of(refunded), isFinal);
    }

    @Test
    void signsNoReleaseBeforeTheAudit() {
        judged(FROM, ProofResult.PASS, false);
        judged(FROM + 1, ProofResult.PASS, false);
        assertThat(through(FROM + 1).states()).containsExactly(amounts(0, 0, false));
        judged(FROM + 2, ProofResult.PASS, true);
        assertThat(through(FROM + 2).latest()).isEqualTo(amounts(300, 0, false));
        judged(FROM + 2, ProofResult.MISSING, true);
        assertThat(through(FROM + 2).latest()).isEqualTo(amounts(0, 300, false));
    }

    @Test
    void waitsUntilItKnowsTheRoundThatWasJudged() {
        judged(FROM, ProofResult.PASS);
        Instant late = rules.clock().endOf(FROM + 40);
        assertThat(through(FROM, late).complete()).isFalse();
        judged(FROM, ProofResult.PASS, true);
        assertThat(through(FROM, late))
                .isEqualTo(new OrderAmounts(List.of(amounts(0, 0, false), amounts(100, 0, false)), true));
    }

    @Test
    void finishesWithTheAuditAfterTheEndAndNotBefore() {
        judged(FROM, ProofResult.PASS, false);
        closing = Optional.of(rules.clock().startOf(FROM + 1).getEpochSecond());
        judged(FROM + 1, ProofResult.MISSING, false);
        assertThat(through(FROM + 1)).isEqualTo(new OrderAmounts(List.of(amounts(0, 0, false)), true));
        judged(FROM + 2, ProofResult.PASS, true);
        assertThat(through(FROM + 2).latest()).isEqualTo(amounts(100, 300, true));
        judged(FROM + 2, ProofResult.FAIL, true);
        assertThat(through(FROM + 2).latest()).isEqualTo(amounts(0, 400, true));
    }

    @Test
    void refundsWhenNoAuditCameWithinTheEpochsAfterTheEnd() {
        judged(FROM, ProofResult.PASS, false);
        holds.add(new Hold(FROM + 1, Optional.empty()));
        closing = Optional.of(rules.clock().startOf(FROM + 1).getEpochSecond());
        long last = FROM + AuditRule.EPOCHS_AFTER_END;
        Instant decided = rules.clock().endOf(last).plus(rules.unchallengedAfter());
        assertThat(through(last, decided.minus(Duration.ofMillis(1))).complete())
                .isFalse();
        assertThat(through(last, decided).latest()).isEqualTo(amounts(0, 400, true));
    }

    /** A validator's amounts are those of the fold, as the ledger's are. */
    @Test
    void comesToWhatTheFoldComesTo() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            votes.clear();
            audits.clear();
            closing = Optional.of(rules.clock().startOf(FROM + 4).getEpochSecond());
            OrderFold fold = OrderFold.start(BillingTerms.of(terms, rules.clock(), FROM, rules.limits()), Mode.SHARED);
            for (long epoch = FROM; !fold.termOver() || fold.awaitsAudit(); epoch++) {
                ProofResult result = random.nextBoolean() ? ProofResult.PASS : RESULTS[random.nextInt(RESULTS.length)];
                boolean audit = random.nextInt(5) == 0;
                judged(epoch, result, audit);
                fold = ((Folded) fold.fold(epoch, WindowOutcome.valueOf(result.name()), false, audit)).fold();
            }
            OrderFold closed = ((Folded) fold.finish()).fold();
            OrderAmounts computed = through(fold.nextEpoch() - 1);
            assertThat(computed.complete()).as("seed %d", seed).isTrue();
            assertThat(computed.latest())
                    .as("seed %d", seed)
                    .isEqualTo(new Amounts(closed.releasedCum(), closed.refundedCum(), true));
        }
    }
}
