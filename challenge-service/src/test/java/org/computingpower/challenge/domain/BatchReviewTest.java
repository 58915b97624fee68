package org.computingpower.challenge.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.money.BatchReview;
import org.computingpower.challenge.domain.money.BatchReview.Decision;
import org.computingpower.challenge.domain.money.OrderDossier;
import org.computingpower.challenge.domain.money.OrderDossier.Amounts;
import org.computingpower.challenge.domain.money.OrderDossier.NodeDevices;
import org.computingpower.challenge.domain.roster.OrderTerm.Hold;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.money.DeploymentRequest;
import org.computingpower.terms.money.OpenedRounds;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.junit.jupiter.api.Test;

class BatchReviewTest {

    private static final long FROM = 20;
    private static final TokenAmount PRICE = TokenAmount.of(400);
    private static final OrderId ORDER = terms().orderId();

    private final MarketRules rules = MarketRules.of(TestMarket.file(0, 3, 2));
    private final Map<Long, List<Vote<PowerVerdict>>> votes = new HashMap<>();
    private Optional<TokenAmount> deposit = Optional.of(PRICE);
    private Optional<Long> billing = Optional.of(FROM);
    private Optional<Long> closing = Optional.empty();
    private List<Hold> holds = List.of();
    private List<DeploymentRequest> deployments = List.of();
    private Optional<Amounts> signed = Optional.empty();
    private Instant now = rules.clock().endOf(FROM + 10);

    private static Order terms() {
        return new Order(
                Bytes32.ZERO,
                Address.ZERO,
                Address.ZERO,
                Address.ZERO,
                Address.ZERO,
                TestMarket.key("node").nodeId(),
                Bytes32.ZERO,
                Address.ZERO,
                new TokenAmount(BigInteger.valueOf(400)),
                4L * TestMarket.EPOCH_SECONDS,
                500,
                2_000,
                Mode.EXCLUSIVE,
                10_000,
                Bytes32.ZERO,
                DataProtection.SIMULATED,
                1,
                1);
    }

    private void votes(long epoch, ProofResult... results) {
        List<SigningKey> keys = TestMarket.validators(3);
        List<Vote<PowerVerdict>> all = new java.util.ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            PowerVerdict verdict = new PowerVerdict(
                    1,
                    epoch,
                    Bytes32.ZERO,
                    Bytes32.ZERO,
                    terms().nodeId(),
                    ORDER,
                    0,
                    results[i],
                    0,
                    Bytes32.ZERO,
                    Bytes32.ZERO);
            all.add(Vote.recover(verdict, verdict.sign(keys.get(i), rules.domains()), rules.domains())
                    .orElseThrow());
        }
        votes.put(epoch, all);
    }

    private Decision review(long asOf, long released, long refunded, boolean isFinal) {
        OrderDossier dossier = new OrderDossier(
                ORDER,
                terms(),
                deposit,
                billing,
                closing,
                holds,
                deployments,
                votes,
                Set.of(),
                OpenedRounds.NONE,
                List.of(new NodeDevices(1, 1, Set.of(0))),
                signed);
        SettlementItem item = new SettlementItem(ORDER, TokenAmount.of(released), TokenAmount.of(refunded), isFinal);
        return BatchReview.review(new SettlementBatch(1, 1, asOf, List.of(item)), Map.of(ORDER, dossier), rules, now);
    }

    @Test
    void signsWhatTheQuorumsVerdictsComeTo() {
        votes(FROM, ProofResult.PASS, ProofResult.PASS);
        votes(FROM + 1, ProofResult.MISSING, ProofResult.PASS, ProofResult.PASS);
        votes(FROM + 2, ProofResult.MISSING, ProofResult.MISSING);
        assertThat(review(FROM + 2, 200, 100, false)).isInstanceOf(Decision.Sign.class);
        assertThat(review(FROM + 2, 200, 0, false)).isInstanceOf(Decision.Sign.class);
    }

    @Test
    void refusesToReleaseMoreOrRefundMoreThanItComputes() {
        votes(FROM, ProofResult.PASS, ProofResult.PASS);
        assertThat(review(FROM, 101, 0, false)).isInstanceOf(Decision.Refuse.class);
        assertThat(review(FROM, 0, 100, false)).isInstanceOf(Decision.Refuse.class);
        assertThat(review(FROM, 100, 0, true)).isInstanceOf(Decision.Refuse.class);
        assertThat(review(FROM, 200, 0, false))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refuse -> assertThat(refuse.differences().getFirst().ours())
                                .isEqualTo(new Amounts(TokenAmount.of(100), TokenAmount.ZERO, false)));
    }

    @Test
    void waitsForAQuorumAndThenCarriesTheEpoch() {
        votes(FROM, ProofResult.PASS, ProofResult.PASS);
        votes(FROM + 1, ProofResult.PASS);
        votes(FROM + 2, ProofResult.PASS, ProofResult.PASS);
        now = rules.clock().endOf(FROM + 1).plus(Duration.ofSeconds(14));
        assertThat(review(FROM + 1, 200, 0, false)).isInstanceOf(Decision.NotYet.class);
        now = rules.clock().endOf(FROM + 2).plus(Duration.ofSeconds(15));
        assertThat(review(FROM + 1, 200, 0, false)).isInstanceOf(Decision.Refuse.class);
        assertThat(review(FROM + 2, 300, 0, false)).isInstanceOf(Decision.Sign.class);
    }

    @Test
    void neverFoldsAnEpochThatHasNotEnded() {
        votes(FROM, ProofResult.PASS, ProofResult.PASS);
        now = rules.clock().endOf(FROM).minusMillis(1);
        assertThat(review(FROM, 100, 0, false)).isInstanceOf(Decision.NotYet.class);
    }

    @Test
    void settlesAnEarlyEndToTheSecondAndRefundsTheRest() {
        for (long epoch = FROM; epoch < FROM + 4; epoch++) {
            votes(epoch, ProofResult.PASS, ProofResult.PASS);
        }
        closing = Optional.of(rules.clock().startOf(FROM + 1).getEpochSecond() + 5);
        assertThat(review(FROM + 3, 150, 250, true)).isInstanceOf(Decision.Sign.class);
        assertThat(review(FROM + 3, 400, 0, true)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void releasesNothingForEpochsInWhichTheOrderWasHeld() {
        for (long epoch = FROM; epoch < FROM + 6; epoch++) {
            votes(epoch, ProofResult.PASS, ProofResult.PASS);
        }
        holds = List.of(new Hold(FROM + 1, Optional.of(FROM + 3)));
        assertThat(review(FROM + 2, 300, 0, false)).isInstanceOf(Decision.Refuse.class);
        assertThat(review(FROM + 2, 100, 0, false)).isInstanceOf(Decision.Sign.class);
        assertThat(review(FROM + 3, 200, 0, false)).isInstanceOf(Decision.Sign.class);
        // The term ends two epochs later than it would have.
        closing = Optional.of(rules.clock().endOf(FROM + 5).getEpochSecond());
        assertThat(review(FROM + 5, 400, 0, true)).isInstanceOf(Decision.Sign.class);
    }

    @Test
    void anOrderThatEndsWhileItIsHeldIsPaidUpToTheHold() {
        for (long epoch = FROM; epoch < FROM + 4; epoch++) {
            votes(epoch, ProofResult.PASS, ProofResult.PASS);
        }
        holds = List.of(new Hold(FROM + 1, Optional.empty()));
        closing = Optional.of(rules.clock().startOf(FROM + 2).getEpochSecond() + 5);
        assertThat(review(FROM + 3, 100, 300, true)).isInstanceOf(Decision.Sign.class);
        assertThat(review(FROM + 3, 250, 150, true)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void waitsForTheClosingBeforeAFinalItem() {
        for (long epoch = FROM; epoch < FROM + 4; epoch++) {
            votes(epoch, ProofResult.PASS, ProofResult.PASS);
        }
        assertThat(review(FROM + 3, 400, 0, true)).isInstanceOf(Decision.NotYet.class);
        closing = Optional.of(rules.clock().endOf(FROM + 3).getEpochSecond());
        assertThat(review(FROM + 3, 400, 0, true)).isInstanceOf(Decision.Sign.class);
    }

    @Test
    void refundsAnOrderThatNeverBegan() {
        billing = Optional.empty();
        assertThat(review(FROM, 0, 400, true)).isInstanceOf(Decision.NotYet.class);
        closing = Optional.of(1L);
        assertThat(review(FROM, 0, 400, true)).isInstanceOf(Decision.Sign.class);
        assertThat(review(FROM, 400, 0, true)).isInstanceOf(Decision.Refuse.class);
        deposit = Optional.empty();
        assertThat(review(FROM, 0, 400, true)).isInstanceOf(Decision.NotYet.class);
    }

    @Test
    void waitsForTheDepositAndRefundsOneThatIsTooSmall() {
        votes(FROM, ProofResult.PASS, ProofResult.PASS);
        deposit = Optional.empty();
        assertThat(review(FROM, 100, 0, false)).isInstanceOf(Decision.NotYet.class);
        deposit = Optional.of(TokenAmount.of(399));
        closing = Optional.of(rules.clock().endOf(FROM).getEpochSecond());
        assertThat(review(FROM, 100, 299, true)).isInstanceOf(Decision.Refuse.class);
        assertThat(review(FROM, 0, 399, true)).isInstanceOf(Decision.Sign.class);
    }

    @Test
    void refundsAnUnservedEpochByTheSameRule() {
        votes(FROM, ProofResult.PASS, ProofResult.PASS);
        Instant asked = rules.clock().startOf(FROM).minus(DeploymentRequest.GRACE);
        deployments = List.of(new DeploymentRequest(1, Optional.of(asked), Optional.empty()));
        assertThat(review(FROM, 100, 0, false)).isInstanceOf(Decision.Refuse.class);
        assertThat(review(FROM, 0, 100, false)).isInstanceOf(Decision.Sign.class);
        deployments = List.of(new DeploymentRequest(1, Optional.of(asked.plusSeconds(1)), Optional.empty()));
        assertThat(review(FROM, 100, 0, false)).isInstanceOf(Decision.Sign.class);
        deployments = List.of(new DeploymentRequest(
                1, Optional.of(asked), Optional.of(rules.clock().startOf(FROM).plusSeconds(1))));
        assertThat(review(FROM, 100, 0, false)).isInstanceOf(Decision.Sign.class);
    }

    @Test
    void neverSignsAmountsBelowThoseItSigned() {
        votes(FROM, ProofResult.PASS, ProofResult.PASS);
        votes(FROM + 1, ProofResult.PASS, ProofResult.PASS);
        signed = Optional.of(new Amounts(TokenAmount.of(200), TokenAmount.ZERO, false));
        assertThat(review(FROM + 1, 100, 0, false)).isInstanceOf(Decision.Refuse.class);
        assertThat(review(FROM + 1, 200, 0, false)).isInstanceOf(Decision.Sign.class);
        signed = Optional.of(new Amounts(TokenAmount.of(100), TokenAmount.of(300), true));
        assertThat(review(FROM + 1, 200, 200, true)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void waitsForAnOrderItDoesNotKnow() {
        SettlementItem item = new SettlementItem(ORDER, TokenAmount.ZERO, TokenAmount.ZERO, false);
        assertThat(BatchReview.review(new SettlementBatch(1, 1, FROM, List.of(item)), Map.of(), rules, now))
                .isInstanceOf(Decision.NotYet.class);
    }

    @Test
    void aContradictingValidatorCountsNothing() {
        votes(FROM, ProofResult.PASS, ProofResult.PASS);
        List<Vote<PowerVerdict>> both = new java.util.ArrayList<>(votes.getOrDefault(FROM, List.of()));
        votes(FROM, ProofResult.FAIL);
        both.addAll(votes.getOrDefault(FROM, List.of()));
        votes.put(FROM, List.of(both.get(0), both.get(2), both.get(1)));
        assertThat(review(FROM, 100, 0, false)).isInstanceOf(Decision.Refuse.class);
    }
}
