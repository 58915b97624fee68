package org.computingpower.gateway.application.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.computingpower.gateway.adapter.files.FileProofStore;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.fixture.Fakes;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.engine.EngineFailure;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.engine.SolveResult;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.RoundOpen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolverTest {
    private static final OrderId ORDER = new OrderId(Digests.keccak256OfText("order"));
    private static final Instant OPENED = Instant.ofEpochSecond(Market.GENESIS + 100);
    private static final ProofParameters PARAMETERS =
            new ProofParameters(1, 64, 32, 4_000, 8_000, 10_000, 20_000, 128, ProofMode.EXCLUSIVE, RoundPart.PRIMARY);

    private final MarketFile market = Market.file(3, 2, Fakes.nowhere());
    private final NodeIdentity node = new NodeIdentity(Market.key("node"), Bytes32.ZERO, Bytes32.ZERO);
    private final Fakes.TestClock clock = new Fakes.TestClock();
    private final ObjectMapper json =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private final List<String> tenant = new ArrayList<>();
    private final CountingSearch search = new CountingSearch();
    private final List<Proof> made = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private FileProofStore store;

    @BeforeEach
    void open() {
        store = new FileProofStore(Fakes.gatewayConfig(folder), json);
    }

    @Test
    void commitsToSharesThatEverybodyCanCheck() throws Exception {
        search.cap = OptionalLong.of(20_000);
        Proof proof = solver().solve(Rounds.round(7), List.of(new Assignment(0, ORDER, PARAMETERS)), OPENED, made::add)
                .getFirst();

        long[] nonces =
                NonceCoding.decode(proof.nonces().toArray(), proof.commit().k());
        ProofAssignment puzzle = ProofAssignment.of(
                PARAMETERS,
                Hash32.of(Rounds.round(7).epochSeed().toArray()),
                Hash32.of(node.nodeId().value().toArray()),
                Hash32.of(ORDER.value().toArray()),
                0);
        var check = puzzle.kind().check(puzzle.challenge(), puzzle.target());
        assertThat(Arrays.stream(nonces).boxed()).isNotEmpty().allMatch(check::isShare);
        assertThat(proof.commit().root().toArray())
                .isEqualTo(ShareCommitment.of(nonces).root().bytes());
        assertThat(proof.commit().isSignedBy(node.nodeKey().address(), proof.commitSignature(), market.domains()))
                .isTrue();
        assertThat(proof.reveal().revealHash())
                .isEqualTo(Digests.sha256(proof.nonces().toArray()));
        assertThat(search.hashes).isEqualTo(80_000);
        assertThat(proof.commitUntil()).isEqualTo(OPENED.plusSeconds(8));
    }

    @Test
    void searchesForTheWindowAndNeverSoLongThatTheCommitComesLate() {
        assertThat(searched(RoundProfile.LOCAL)).isEqualTo(Duration.ofSeconds(4));
        // The window is 19 s, the commit deadline 20 s, and 2 s are left for the way to the validators.
        assertThat(searched(RoundProfile.STANDARD)).isEqualTo(Duration.ofSeconds(18));
    }

    /** How long a device without a cap is kept busy by a round. */
    private Duration searched(RoundProfile profile) {
        AtomicReference<Instant> stopped = new AtomicReference<>();
        clock.now = OPENED;
        ShareSearch tireless = new ShareSearch() {
            @Override
            public SolveResult solve(int device, SolveRequest request) {
                while (!request.stop().getAsBoolean()) {
                    clock.now = clock.now.plusMillis(50);
                }
                stopped.set(clock.now);
                return SolveResult.of(new long[0], 1, request, true);
            }

            @Override
            public OptionalLong maxHashRate(int device) {
                return OptionalLong.empty();
            }
        };
        ProofParameters parameters = profile.parameters(1, 1_000_000, ProofMode.EXCLUSIVE, RoundPart.PRIMARY);
        solver(tireless)
                .solve(
                        Rounds.round(profile.windowMillis()),
                        List.of(new Assignment(0, ORDER, parameters)),
                        OPENED,
                        made::add);
        return Duration.between(OPENED, stopped.get());
    }

    @Test
    void pausesTheTenantExactlyForTheSearch() {
        solver().solve(Rounds.round(7), List.of(new Assignment(0, ORDER, PARAMETERS)), OPENED, made::add);

        assertThat(tenant).containsExactly("pause " + ORDER, "search", "resume " + ORDER);
    }

    @Test
    void pausesTheTenantForAnAuditAndLeavesItAloneInASharedRound() {
        Assignment assignment = new Assignment(0, ORDER, mode(ProofMode.SHARED), Optional.of(mode(ProofMode.AUDIT)));
        RoundOpen plain = Rounds.round(epochs(false));
        RoundOpen audit = Rounds.round(epochs(true));

        solver().solve(plain, List.of(assignment.under(seed(plain))), OPENED, made::add);
        assertThat(tenant).containsExactly("reserved", "search", "all");
        tenant.clear();
        solver().solve(audit, List.of(assignment.under(seed(audit))), OPENED, made::add);
        assertThat(tenant).containsExactly("pause " + ORDER, "search", "resume " + ORDER);
    }

    @Test
    void comesToTheSameWhetherOrNotAValidatorOpenedTheAuditAlready() {
        Assignment before = new Assignment(0, ORDER, mode(ProofMode.SHARED), Optional.of(mode(ProofMode.AUDIT)));
        Assignment opened = new Assignment(0, ORDER, mode(ProofMode.AUDIT), Optional.of(mode(ProofMode.AUDIT)));
        Assignment recovered = new Assignment(0, ORDER, mode(ProofMode.AUDIT));
        Hash32 seed = seed(Rounds.round(epochs(true)));
        assertThat(before.under(seed)).isEqualTo(opened.under(seed)).isEqualTo(recovered.under(seed));
        assertThat(before.under(seed(Rounds.round(epochs(false)))).parameters()).isEqualTo(mode(ProofMode.SHARED));
    }

    /** The first epoch whose seed is, or is not, that of an audit. */
    private static long epochs(boolean audit) {
        return LongStream.iterate(7, epoch -> epoch + 1)
                .filter(epoch -> EpochSeed.isAudit(seed(Rounds.round(epoch))) == audit)
                .findFirst()
                .orElseThrow();
    }

    private static Hash32 seed(RoundOpen round) {
        return Hash32.of(round.epochSeed().toArray());
    }

    private static ProofParameters mode(ProofMode mode) {
        return new ProofParameters(1, 64, 32, 4_000, 8_000, 10_000, 20_000, 128, mode, RoundPart.PRIMARY);
    }

    @Test
    void resumesTheTenantWhenTheSearchFails() {
        search.failing = true;

        assertThatThrownBy(() -> solver().solve(
                                Rounds.round(7), List.of(new Assignment(0, ORDER, PARAMETERS)), OPENED, made::add))
                .isInstanceOf(EngineFailure.class);
        assertThat(tenant).containsExactly("pause " + ORDER, "search", "resume " + ORDER);
    }

    @Test
    void neverCommitsTwiceForOneChallengeAlsoAfterARestart() {
        List<Assignment> assignments = List.of(new Assignment(0, ORDER, PARAMETERS));
        Proof first =
                solver().solve(Rounds.round(7), assignments, OPENED, made::add).getFirst();

        store = new FileProofStore(Fakes.gatewayConfig(folder), json);
        Proof second = solver().solve(Rounds.round(7), assignments, OPENED.plusSeconds(1), made::add)
                .getFirst();

        assertThat(second).isEqualTo(first);
        assertThat(search.searches).isEqualTo(1);
        assertThat(store.open(OPENED)).containsExactly(first);
        assertThat(store.open(OPENED.plusSeconds(10))).isEmpty();
        assertThatThrownBy(() -> store.add(first)).isInstanceOf(IllegalStateException.class);
        store.forgetBefore(8);
        assertThat(store.find(7, first.commit().challengeId())).isEmpty();
    }

    private SolveRound solver() {
        return solver(search);
    }

    private SolveRound solver(ShareSearch searched) {
        return new SolveRound(
                node, market, searched, store, new RecordingPause(), new RecordingCpus(), Fakes.solverConfig(), clock);
    }

    private final class RecordingCpus implements SolverCpus {
        @Override
        public void reservedOnly() {
            tenant.add("reserved");
        }

        @Override
        public void all() {
            tenant.add("all");
        }
    }

    private final class RecordingPause implements TenantPause {
        @Override
        public void pause(OrderId orderId) {
            tenant.add("pause " + orderId);
        }

        @Override
        public void resume(OrderId orderId) {
            tenant.add("resume " + orderId);
        }
    }

    private final class CountingSearch implements ShareSearch {
        private final MessageDigestEngine engine = new MessageDigestEngine(1);
        private OptionalLong cap = OptionalLong.empty();
        private int searches;
        private long hashes;
        private boolean failing;

        @Override
        public SolveResult solve(int device, SolveRequest request) {
            tenant.add("search");
            if (failing) {
                throw new IllegalStateException("broken device");
            }
            searches++;
            SolveResult result = engine.solve(request);
            hashes = result.hashes();
            return result;
        }

        @Override
        public OptionalLong maxHashRate(int device) {
            return cap;
        }
    }
}
