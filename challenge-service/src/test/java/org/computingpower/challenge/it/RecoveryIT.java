package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.application.AnswerResult;
import org.computingpower.challenge.application.CloseRound;
import org.computingpower.challenge.application.PeerMessage;
import org.computingpower.challenge.application.ProofLog;
import org.computingpower.challenge.application.RoundConductor;
import org.computingpower.challenge.application.RoundReads;
import org.computingpower.challenge.application.RoundStore;
import org.computingpower.challenge.application.RoundStore.SignedSubject;
import org.computingpower.challenge.application.RoundStream;
import org.computingpower.challenge.application.RoundStream.StreamEvent;
import org.computingpower.challenge.application.Settings;
import org.computingpower.challenge.application.SigningDesk;
import org.computingpower.challenge.application.TakeAnswers;
import org.computingpower.challenge.application.WaitingAnswers;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.RoundOpening;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.power.ProofMode;
import org.computingpower.power.RoundPart;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.RoundOpen;
import org.junit.jupiter.api.Test;

/** What must survive a crash, on a real database: signatures, and a round between its phases. What must not grow: streams and old rounds. */
@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs = @ResourceArg(name = "topics", value = MarketResource.TOPICS))
@WithTestResource(MarketResource.class)
class RecoveryIT {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final long FAR_EPOCH = 10_000_000;
    private static final SigningKey NODE = TestMarket.key("recovered node");
    private static final RosterSlot.Key DEVICE = new RosterSlot.Key(NODE.nodeId(), 0);

    @Inject
    RoundStore store;

    @Inject
    ProofLog proofs;

    @Inject
    RoundReads reads;

    @Inject
    RoundStream stream;

    @Inject
    SigningDesk desk;

    @Inject
    MarketRules rules;

    @Inject
    MeterRegistry metrics;

    @Test
    void oneOfTwoStatementsAboutASubjectIsSignedWhoeverAsksWhen() throws Exception {
        List<Bytes32> digests = List.of(Digests.sha256(new byte[] {1}), Digests.sha256(new byte[] {2}));
        List<Callable<Boolean>> asked = IntStream.range(0, 16)
                .<Callable<Boolean>>mapToObj(
                        n -> () -> store.signOnce(new SignedSubject("Test", "subject", digests.get(n % 2))))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> answers = threads.invokeAll(asked);
            boolean firstWon = answers.getFirst().get();
            for (int n = 0; n < answers.size(); n++) {
                assertThat(answers.get(n).get()).isEqualTo((n % 2 == 0) == firstWon);
            }
            // A crash between remembering and sending: the same statement may be signed again, the other one never.
            assertThat(store.signOnce(new SignedSubject("Test", "subject", digests.get(firstWon ? 0 : 1))))
                    .isTrue();
            assertThat(store.signOnce(new SignedSubject("Test", "subject", digests.get(firstWon ? 1 : 0))))
                    .isFalse();
        }
    }

    private EpochRoster roster(long epoch) {
        var parameters = rules.profile().parameters(Sha256Share.ID, 20_000, ProofMode.STANDBY, RoundPart.RESERVE);
        return new EpochRoster(epoch, List.of(new RosterSlot(NODE.nodeId(), OrderId.NONE, 0, parameters)));
    }

    private RoundOpen open(long epoch, long atMillis) {
        EpochRoster roster = roster(epoch);
        RoundOpen opening = RoundOpening.of(
                rules,
                roster,
                RoundPart.RESERVE,
                BeaconKind.COMMIT_REVEAL,
                Hashes.puzzle(Digests.sha256(Long.toString(epoch).getBytes(StandardCharsets.UTF_8))),
                BlockRef.NONE);
        Signature signature = desk.sign(opening, "epoch " + epoch).orElseThrow();
        store.openRound(
                new RoundStore.Opening(opening, desk.address(), signature, atMillis),
                roster,
                new ChallengeRoundEvent.RoundOpened(
                        desk.address(), opening, signature, List.of(), Instant.ofEpochMilli(atMillis), null));
        return opening;
    }

    /** One life of the service's core: what it holds in memory ends with it. */
    private final class Life {
        final List<PeerMessage> sent = new ArrayList<>();
        final RoundConductor conductor;
        final TakeAnswers answers;

        Life(AtomicLong now) {
            InstantSource clock = () -> Instant.ofEpochMilli(now.get());
            WaitingAnswers waiting = new WaitingAnswers(Runnable::run, 100, 1 << 20);
            conductor = new RoundConductor(
                    rules,
                    new Settings(Duration.ofMillis(400), Duration.ofSeconds(2), BeaconKind.COMMIT_REVEAL),
                    desk,
                    store,
                    event -> {},
                    (message, until) -> sent.add(message),
                    new CloseRound(rules, desk, store, clock),
                    waiting,
                    Runnable::run,
                    clock,
                    new SecureRandom(),
                    round -> Optional.empty());
            answers = new TakeAnswers(
                    rules, conductor, desk, proofs, (message, until) -> sent.add(message), waiting, clock);
            conductor.recover();
        }
    }

    private SimulatedNode.Solution solve(RoundOpen opening) {
        RosterSlot slot = roster(opening.epoch()).find(DEVICE).orElseThrow();
        ProofAssignment assignment = ProofAssignment.of(
                slot.parameters(),
                Hashes.puzzle(opening.epochSeed()),
                Hashes.puzzle(NODE.nodeId().value()),
                Hashes.puzzle(slot.orderId().value()),
                0);
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            long[] nonces = engine.solve(
                            SolveRequest.of(assignment, () -> false).over(0, 10_000))
                    .nonces();
            return new SimulatedNode.Solution(opening.epoch(), assignment, OrderId.NONE, 0, nonces);
        }
    }

    @Test
    void aRoundGoesOnAfterACrashBetweenItsPhases() {
        AtomicLong now = new AtomicLong(rules.startMillis(FAR_EPOCH) + 2_000);
        SimulatedNode.Solution solution = solve(open(FAR_EPOCH, now.get()));

        Life first = new Life(now);
        now.addAndGet(1_000);
        AnswerResult committed = first.answers
                .commit(solution.commit(), Optional.of(solution.commit().sign(NODE, rules.domains())))
                .await()
                .indefinitely();
        assertThat(committed).isInstanceOf(AnswerResult.Receipted.class);

        Life second = new Life(now);
        assertThat(second.sent).hasAtLeastOneElementOfType(PeerMessage.Opening.class);
        assertThat(second.sent)
                .filteredOn(PeerMessage.CommitReceived.class::isInstance)
                .singleElement()
                .satisfies(message -> assertThat(((PeerMessage.CommitReceived) message).receipt())
                        .isEqualTo(((AnswerResult.Receipted) committed).receipt()));
        assertThat(second.answers
                        .reveal(
                                FAR_EPOCH,
                                DEVICE,
                                solution.reveal(),
                                solution.coded(),
                                Optional.of(solution.reveal().sign(NODE, rules.domains())))
                        .await()
                        .indefinitely())
                .isInstanceOf(AnswerResult.Taken.class);

        Life third = new Life(now);
        assertThat(third.sent).hasAtLeastOneElementOfType(PeerMessage.RevealReceived.class);
        now.set(rules.startMillis(FAR_EPOCH) + 2_000 + rules.profile().closeMillis());
        third.conductor.tick();
        assertThat(store.lastRound().orElseThrow().closed()).isTrue();
        assertThat(reads.history(NODE.nodeId(), null, 10).await().indefinitely())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.epoch()).isEqualTo(FAR_EPOCH);
                    assertThat(entry.result()).isEqualTo(ProofResult.PASS);
                    assertThat(entry.k()).isEqualTo(solution.nonces().length);
                });
    }

    @Test
    void oldRoundsAreLetGoOfAndNewOnesStay() {
        for (long epoch = 30; epoch <= 44; epoch++) {
            open(epoch, rules.startMillis(epoch));
        }
        assertThat(store.forgetRoundsBefore(42)).isPositive();
        await().atMost(DEADLINE).until(() -> store.forgetRoundsBefore(42) == 0);
        for (long epoch = 30; epoch <= 44; epoch++) {
            assertThat(reads.round(epoch).await().indefinitely().isPresent()).isEqualTo(epoch >= 42);
        }
        Response forgotten = PublicProof.get("", 41, NODE.nodeId(), 0);
        assertThat(forgotten.statusCode()).isEqualTo(410);
        assertThat(forgotten.jsonPath().getString("type")).endsWith("/proof-no-longer-kept");
        assertThat(forgotten.jsonPath().getLong("keptForSeconds"))
                .isEqualTo(Duration.ofDays(730).toSeconds());
        assertThat(PublicProof.get("", 42, NODE.nodeId(), 0).statusCode()).isEqualTo(409);
        assertThat(PublicProof.get("", 29, NODE.nodeId(), 0).statusCode()).isEqualTo(404);
    }

    @Test
    void aClientThatDoesNotReadIsCutOffAndTheOthersGoOn() throws Exception {
        Counter cutOff = metrics.counter("cpp.challenge.streams.cut.off");
        double before = cutOff.count();
        StreamEvent event = new StreamEvent.SecretOpened(desk.address(), 0, 0, Bytes32.ZERO);
        try (Socket slow = new Socket();
                RoundEvents reader = new RoundEvents(null)) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
            slow.getOutputStream()
                    .write("GET /api/challenge/v1/rounds/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(DEADLINE)
                    .until(() -> publish(event, 1) && !reader.all().isEmpty());
            // The reader has read one burst before the next begins, so that it is never behind.
            await().atMost(DEADLINE).pollInterval(Duration.ofMillis(1)).until(() -> {
                int read = reader.all().size();
                publish(event, 200);
                await().atMost(DEADLINE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> reader.all().size() >= read + 200);
                return cutOff.count() > before;
            });
            assertThat(cutOff.count()).isEqualTo(before + 1);
            int read = reader.all().size();
            stream.publish(event);
            await().atMost(DEADLINE).until(() -> reader.all().size() > read);
        }
    }

    private boolean publish(StreamEvent event, int times) {
        for (int i = 0; i < times; i++) {
            stream.publish(event);
        }
        return true;
    }
}
