package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.application.OwnDoor.Answer;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.money.AcceptanceRule;
import org.computingpower.challenge.domain.money.OrderDossier;
import org.computingpower.challenge.domain.money.OrderDossier.Amounts;
import org.computingpower.challenge.domain.money.OrderDossier.NodeDevices;
import org.computingpower.events.MarketEvent;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.money.OpenedRounds;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.SettlementBatch;
import org.junit.jupiter.api.Test;

/** What a validator signs for the parties of one order: what it computes itself, and nothing for a node that accepted nothing. */
class OwnDoorTest {

    private static final long FROM = 10;
    private static final SigningKey NODE = TestMarket.key("node");

    private final MarketRules rules = MarketRules.of(TestMarket.file(0, 3, 2));
    private final List<SigningKey> keys = TestMarket.validators(3);
    private final Order terms = new Order(
            Bytes32.ZERO,
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            NODE.nodeId(),
            Bytes32.ZERO,
            Address.ZERO,
            TokenAmount.of(400),
            4L * TestMarket.EPOCH_SECONDS,
            500,
            2_000,
            Mode.EXCLUSIVE,
            10_000,
            Bytes32.ZERO,
            DataProtection.SIMULATED,
            1,
            1);
    private final Map<Long, List<Vote<PowerVerdict>>> votes = new HashMap<>();
    private Optional<Long> billing = Optional.of(FROM);
    private Optional<Long> closing = Optional.empty();
    private Instant now = rules.clock().startOf(FROM + 2);

    private void passed(long epoch) {
        votes.put(
                epoch,
                keys.stream()
                        .limit(2)
                        .map(key -> {
                            PowerVerdict verdict = new PowerVerdict(
                                    1,
                                    epoch,
                                    Bytes32.ZERO,
                                    Bytes32.ZERO,
                                    NODE.nodeId(),
                                    terms.orderId(),
                                    0,
                                    ProofResult.PASS,
                                    0,
                                    Bytes32.ZERO,
                                    Bytes32.ZERO);
                            return Vote.recover(verdict, verdict.sign(key, rules.domains()), rules.domains())
                                    .orElseThrow();
                        })
                        .toList());
    }

    private OwnDoor door(SigningKey validator) {
        CosignStore store = new Known();
        return new OwnDoor(rules, new SigningDesk(validator, rules.domains(), new MemoryStore()), store, () -> now);
    }

    /** A store that knows the one order. */
    private final class Known implements CosignStore {
        @Override
        public List<Waiting> waiting(int limit) {
            return List.of();
        }

        @Override
        public Map<OrderId, OrderDossier> dossiers(Collection<OrderId> orders, long throughEpoch) {
            OrderDossier dossier = new OrderDossier(
                    terms.orderId(),
                    terms,
                    Optional.of(TokenAmount.of(400)),
                    billing,
                    closing,
                    List.of(),
                    List.of(),
                    votes,
                    Set.of(),
                    OpenedRounds.NONE,
                    List.of(new NodeDevices(1, 1, Set.of(0))),
                    Optional.empty());
            return orders.contains(terms.orderId()) ? Map.of(terms.orderId(), dossier) : Map.of();
        }

        @Override
        public boolean signed(Waiting batch, MarketEvent event) {
            throw new IllegalStateException("Nothing is published through the own door");
        }

        @Override
        public void refused(Waiting batch, MarketEvent event) {
            throw new IllegalStateException("Nothing is published through the own door");
        }

        @Override
        public void expired(Waiting batch) {
            throw new IllegalStateException("Nothing is published through the own door");
        }
    }

    @Test
    void everyValidatorSignsTheSameBatchOfOneItem() {
        passed(FROM);
        passed(FROM + 1);
        List<Answer.Signed> signed = keys.stream()
                .map(key -> (Answer.Signed) door(key).ask(terms.orderId(), FROM + 1))
                .toList();
        assertThat(signed.stream().map(Answer.Signed::batchId).distinct()).hasSize(1);
        SettlementBatch batch = signed.getFirst().batch();
        assertThat(batch.batchNo()).isZero();
        assertThat(batch.asOfEpoch()).isEqualTo(FROM + 1);
        assertThat(batch.items()).singleElement().satisfies(item -> {
            assertThat(item.orderId()).isEqualTo(terms.orderId());
            assertThat(item.releasedCum()).isEqualTo(TokenAmount.of(200));
            assertThat(item.refundedCum()).isEqualTo(TokenAmount.ZERO);
            assertThat(item.isFinal()).isFalse();
        });
        for (int i = 0; i < keys.size(); i++) {
            assertThat(batch.isSignedBy(keys.get(i).address(), signed.get(i).signature(), rules.domains()))
                    .isTrue();
        }
    }

    @Test
    void asksForTheSameGiveTheSame() {
        passed(FROM);
        passed(FROM + 1);
        OwnDoor door = door(keys.getFirst());
        assertThat(door.ask(terms.orderId(), FROM + 1)).isEqualTo(door.ask(terms.orderId(), FROM + 1));
    }

    @Test
    void signsNothingBeforeTheVerdictsAreKnown() {
        passed(FROM);
        assertThat(door(keys.getFirst()).ask(terms.orderId(), FROM + 1))
                .isEqualTo(new Answer.NotYet(new Amounts(TokenAmount.of(100), TokenAmount.ZERO, false)));
    }

    @Test
    void signsNothingForEpochsThatAreNotOverOrLongOver() {
        assertThat(door(keys.getFirst()).ask(terms.orderId(), FROM + 2)).isEqualTo(new Answer.OutOfRange(0, FROM + 1));
        now = rules.clock().startOf(FROM + 200);
        assertThat(door(keys.getFirst()).ask(terms.orderId(), FROM))
                .isEqualTo(new Answer.OutOfRange(FROM + 199 - OwnDoor.MAX_EPOCHS_BACK, FROM + 199));
    }

    @Test
    void knowsNoForeignOrder() {
        assertThat(door(keys.getFirst()).ask(OrderId.NONE, FROM)).isEqualTo(new Answer.Unknown());
    }

    @Test
    void withoutAnAcceptanceOnlyTheWholeDepositIsGivenBack() {
        passed(FROM);
        passed(FROM + 1);
        billing = Optional.empty();
        assertThat(door(keys.getFirst()).ask(terms.orderId(), FROM + 1)).isInstanceOf(Answer.NotYet.class);
        closing = Optional.of(now.getEpochSecond());
        assertThat(door(keys.getFirst()).ask(terms.orderId(), FROM + 1))
                .isInstanceOfSatisfying(
                        Answer.Signed.class,
                        signed -> assertThat(signed.batch().items())
                                .singleElement()
                                .satisfies(item -> {
                                    assertThat(item.releasedCum()).isEqualTo(TokenAmount.ZERO);
                                    assertThat(item.refundedCum()).isEqualTo(TokenAmount.of(400));
                                    assertThat(item.isFinal()).isTrue();
                                }));
    }

    @Test
    void anAcceptanceIsTheNodesOwnWordAboutExactlyTheseTerms() {
        OrderId orderId = terms.orderId();
        Acceptance right = new Acceptance(orderId, NODE.nodeId(), 1);
        Acceptance otherOrder = new Acceptance(OrderId.NONE, NODE.nodeId(), 1);
        Acceptance otherNode = new Acceptance(orderId, TestMarket.key("other").nodeId(), 1);
        assertThat(isProven(orderId, right, NODE)).isTrue();
        assertThat(isProven(orderId, right, TestMarket.key("other"))).isFalse();
        assertThat(isProven(orderId, otherOrder, NODE)).isFalse();
        assertThat(isProven(orderId, otherNode, TestMarket.key("other"))).isFalse();
        assertThat(isProven(OrderId.NONE, otherOrder, NODE)).isFalse();
    }

    private boolean isProven(OrderId orderId, Acceptance acceptance, SigningKey signer) {
        return AcceptanceRule.isProven(
                orderId, terms, acceptance, acceptance.sign(signer, rules.domains()), rules.domains());
    }
}
