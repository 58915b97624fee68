package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.Actor;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.ChallengeVerdictEvent.RatingProposed;
import org.computingpower.events.CloseReason;
import org.computingpower.events.EventJson;
import org.computingpower.events.OrderEvent;
import org.computingpower.events.SettlementOrderEvent;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.power.Hash32;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A node of two devices: each is rated and challenged on its own, and an epoch is paid only if both prove their power. */
@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs =
                @ResourceArg(
                        name = "topics",
                        value = "registry.nodes.v1,order.orders.v1,settlement.orders.v1,settlement.batches.v1,"
                                + "chain.heads.v1,challenge.rounds.v1,challenge.verdicts.v1,challenge.cosignatures.v1"))
@WithTestResource(MarketResource.class)
class SeveralDevicesIT {

    private static final Duration DEADLINE = Duration.ofSeconds(150);
    private static final long ADVERTISED = 20_000;
    private static final long PRICE = 1_000_003;
    private static final int DEVICES = 2;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    MarketFile market;

    private final SigningKey key = TestMarket.key("two devices");
    private final Set<Long> done = new HashSet<>();

    @Test
    void oneDeviceThatStopsAnsweringCostsTheWindow() throws Exception {
        SimulatedNode node = new SimulatedNode(key, market.domains(), ADVERTISED);
        try (TestBroker broker = new TestBroker(bootstrapServers);
                RoundEvents stream = new RoundEvents(null)) {
            broker.publish(new ChainHeadEvent.HeadFinalized(31_337, 7, Bytes32.parse("0x" + "77".repeat(32)), 1));
            broker.publish(TestNodes.changed(key, 1, DEVICES, ADVERTISED, 0, now() + 2));

            // Both are rated by the same rounds.
            while (ratings(broker).size() < DEVICES) {
                RoundEvents.Event round = nextRound(stream);
                answer(node, round, node.assignment(epoch(round)).get("items").size());
            }
            assertThat(ratings(broker))
                    .extracting(proposed -> proposed.rating().device())
                    .contains(0, 1);
            assertThat(ratings(broker))
                    .extracting(proposed -> proposed.rating().effectiveEpoch())
                    .containsOnly(ratings(broker).getFirst().rating().effectiveEpoch());

            long r0 = ratings(broker).stream()
                    .mapToLong(proposed -> proposed.rating().r0())
                    .min()
                    .orElseThrow();
            long from = now() + 2;
            OrderId order = activate(broker, r0, from);
            while (!done.contains(from + 1)) {
                RoundEvents.Event round = nextRound(stream);
                boolean isLast = epoch(round) == from + 1;
                answer(
                        node,
                        round,
                        isLast ? 1 : node.assignment(epoch(round)).get("items").size());
            }
            until(this::now, epoch -> epoch > from + 1);

            assertThat(results(broker, order, from)).containsExactly(ProofResult.PASS, ProofResult.PASS);
            assertThat(results(broker, order, from + 1)).containsExactly(ProofResult.PASS, ProofResult.MISSING);
            assertThat(settled(order, from + 1).items())
                    .containsExactly(new SettlementItem(
                            order, TokenAmount.of(PRICE / 2), TokenAmount.of(PRICE - PRICE / 2), true));
            leave(broker);
        }
    }

    private OrderId activate(TestBroker broker, long r0, long from) throws Exception {
        Order terms = terms();
        OrderId order = terms.orderId();
        Acceptance acceptance = new Acceptance(order, key.nodeId(), 1);
        broker.publish(TestNodes.changed(key, 2, DEVICES, ADVERTISED, r0, from));
        broker.publish(new OrderEvent.OrderSigned(order, terms, terms.sign(key, market.domains())));
        broker.publish(new OrderEvent.OrderActivated(
                order, terms, acceptance, acceptance.sign(key, market.domains()), from, from, from + 2));
        broker.publish(new SettlementOrderEvent.EscrowFunded(order, TokenAmount.of(PRICE), 1, 1));
        long end = market.epochClock().endOf(from + 1).getEpochSecond();
        broker.publish(
                new OrderEvent.OrderClosing(order, terms, from + 1, end, CloseReason.TERM_ENDED, Actor.PLATFORM));
        return order;
    }

    /** What this validator would sign for the order. */
    private SettlementBatch settled(OrderId order, long asOfEpoch) throws Exception {
        String path = "/api/challenge/v1/orders/" + order + "/settlement?asOfEpoch=" + asOfEpoch;
        JsonNode answer = until(
                () -> RestAssured.post(path).as(JsonNode.class),
                body -> !body.path("batch").isMissingNode());
        return EventJson.newMapper().treeToValue(answer.get("batch"), SettlementBatch.class);
    }

    /** Out of the roster again: the service is shared with other tests. */
    private void leave(TestBroker broker) throws Exception {
        long gone = now() + 2;
        broker.publish(TestNodes.changed(key, 3, 1, 1, 1, gone));
        until(this::now, epoch -> epoch >= gone);
    }

    private void answer(SimulatedNode node, RoundEvents.Event round, int devices) throws Exception {
        Hash32 seed = Hash32.parse(round.data().get("round").get("epochSeed").asText());
        for (int position = 0; position < devices; position++) {
            SimulatedNode.Solution solution = node.solve(epoch(round), seed, position);
            assertThat(node.commit(solution.commit()).statusCode()).isEqualTo(200);
            assertThat(node.reveal(solution).statusCode()).isEqualTo(202);
        }
        done.add(epoch(round));
    }

    private List<RatingProposed> ratings(TestBroker broker) {
        return broker.seen(RatingProposed.class).stream()
                .filter(proposed -> proposed.rating().nodeId().equals(key.nodeId()))
                .limit(DEVICES)
                .toList();
    }

    private List<ProofResult> results(TestBroker broker, OrderId order, long epoch) {
        return until(
                        () -> broker.seen(ProofJudged.class).stream()
                                .map(ProofJudged::verdict)
                                .filter(verdict -> verdict.orderId().equals(order) && verdict.epoch() == epoch)
                                .sorted(java.util.Comparator.comparingInt(PowerVerdict::device))
                                .toList(),
                        verdicts -> verdicts.size() == DEVICES)
                .stream()
                .map(PowerVerdict::result)
                .toList();
    }

    private RoundEvents.Event nextRound(RoundEvents stream) {
        return until(
                () -> stream.named("round-open").stream()
                        .filter(event -> isEarly(epoch(event)) && !done.contains(epoch(event)))
                        .findFirst()
                        .orElse(null),
                event -> event != null);
    }

    private boolean isEarly(long epoch) {
        return epoch == now()
                && InstantSource.system().millis()
                        < clock().startOf(epoch).toEpochMilli() + market.proof().commitDeadlineMillis() - 1_500;
    }

    private static long epoch(RoundEvents.Event event) {
        return event.data().get("round").get("epoch").asLong();
    }

    private EpochClock clock() {
        return market.epochClock();
    }

    private long now() {
        return clock().epochAt(InstantSource.system().instant());
    }

    private static <T> T until(Supplier<T> look, Predicate<T> wanted) {
        return await().atMost(DEADLINE).pollInterval(Duration.ofMillis(50)).until(look::get, wanted);
    }

    private Order terms() {
        return new Order(
                Bytes32.ZERO,
                Address.ZERO,
                Address.ZERO,
                Address.ZERO,
                Address.ZERO,
                key.nodeId(),
                Bytes32.ZERO,
                Address.ZERO,
                new TokenAmount(BigInteger.valueOf(PRICE)),
                2L * TestMarket.EPOCH_SECONDS,
                500,
                2_000,
                Mode.EXCLUSIVE,
                10_000,
                Bytes32.ZERO,
                DataProtection.SIMULATED,
                1,
                1);
    }
}
