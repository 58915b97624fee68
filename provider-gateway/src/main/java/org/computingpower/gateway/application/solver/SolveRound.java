package org.computingpower.gateway.application.solver;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.config.SolverConfig;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.engine.EngineFailure;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.engine.SolveResult;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundOpen;
import org.jboss.logging.Logger;

/**
 * Answers an open round: derives each device's challenge, searches, and makes the proof that is stored before anybody
 * sees it. A challenge that was committed to before a restart is never searched again.
 */
@Singleton
public class SolveRound {
    private static final Logger LOG = Logger.getLogger(SolveRound.class);

    private final NodeIdentity identity;
    private final MarketFile market;
    private final ShareSearch search;
    private final ProofStore store;
    private final TenantPause tenants;
    private final SolverCpus cpus;
    private final SolverConfig config;
    private final InstantSource clock;

    /** Wires the use case. */
    public SolveRound(
            NodeIdentity identity,
            MarketFile market,
            ShareSearch search,
            ProofStore store,
            TenantPause tenants,
            SolverCpus cpus,
            SolverConfig config,
            InstantSource clock) {
        this.identity = identity;
        this.market = market;
        this.search = search;
        this.store = store;
        this.tenants = tenants;
        this.cpus = cpus;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Searches on all devices at the same time; answers the proofs that were made. A device that fails takes no other
     * with it, but it alone costs the node its window. A shared round leaves the tenants' CPUs alone, a full one pauses
     * the tenants.
     *
     * @param made told each proof as soon as it is stored, on the thread of its device
     * @throws EngineFailure if no device made a proof
     */
    public List<Proof> solve(RoundOpen round, List<Assignment> assignments, Instant openedAt, Consumer<Proof> made) {
        List<OrderId> tenantsToPause = assignments.stream()
                .filter(assignment -> pausesTenant(assignment.parameters().mode()))
                .map(Assignment::orderId)
                .distinct()
                .toList();
        boolean shared = assignments.stream()
                .anyMatch(assignment -> assignment.parameters().mode() == ProofMode.SHARED);
        tenantsToPause.forEach(tenants::pause);
        if (shared) {
            cpus.reservedOnly();
        }
        try {
            return sideBySide(assignments, assignment -> {
                Proof proof = proofFor(round, assignment, openedAt);
                made.accept(proof);
                return proof;
            });
        } finally {
            if (shared) {
                cpus.all();
            }
            tenantsToPause.forEach(tenants::resume);
        }
    }

    private static List<Proof> sideBySide(List<Assignment> assignments, Function<Assignment, Proof> solve) {
        List<Proof> proofs = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        try (ExecutorService devices = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("device-", 0).daemon().factory())) {
            List<Future<Proof>> searches = assignments.stream()
                    .map(assignment -> devices.submit(() -> solve.apply(assignment)))
                    .toList();
            for (int i = 0; i < searches.size(); i++) {
                try {
                    proofs.add(searches.get(i).get());
                } catch (ExecutionException e) {
                    failures.add(e);
                    int device = assignments.get(i).device();
                    LOG.errorf(e, "Device failed: device=%d", device);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure("The search was interrupted", e);
        }
        if (proofs.isEmpty() && !failures.isEmpty()) {
            throw new EngineFailure("No device made a proof", failures.getFirst());
        }
        return proofs;
    }

    private static boolean pausesTenant(ProofMode mode) {
        return switch (mode) {
            case EXCLUSIVE, AUDIT -> true;
            case STANDBY, SHARED, CALIBRATION -> false;
        };
    }

    private Proof proofFor(RoundOpen round, Assignment assignment, Instant openedAt) {
        ProofParameters parameters = assignment.parameters().withPart(RoundPart.ofWire(round.part()));
        ProofAssignment puzzle = ProofAssignment.of(
                parameters,
                hash(round.epochSeed()),
                hash(identity.nodeId().value()),
                hash(assignment.orderId().value()),
                assignment.device());
        Bytes32 challengeId = Bytes32.of(puzzle.challenge().bytes());
        Optional<Proof> earlier = store.find(round.epoch(), challengeId);
        if (earlier.isPresent()) {
            LOG.infof("Round answered before: epoch=%d device=%d", round.epoch(), assignment.device());
            return earlier.get();
        }
        SolveResult result = search(assignment.device(), puzzle, openedAt);
        Proof proof = sign(round, assignment, puzzle, result.nonces(), openedAt);
        store.add(proof);
        LOG.infof(
                "Round solved: epoch=%d device=%d mode=%s orderId=%s k=%d threshold=%d hashes=%d end=%s",
                round.epoch(),
                assignment.device(),
                parameters.mode(),
                assignment.orderId(),
                result.shares(),
                parameters.threshold(),
                result.hashes(),
                result.end());
        return proof;
    }

    private SolveResult search(int device, ProofAssignment puzzle, Instant openedAt) {
        ProofParameters parameters = puzzle.parameters();
        Instant stopAt = openedAt.plusMillis(SearchTime.millis(
                parameters.windowMillis(), parameters.commitDeadlineMillis(), config.deadlineReserve()));
        SolveRequest request = SolveRequest.of(puzzle, () -> !clock.instant().isBefore(stopAt));
        OptionalLong cap = search.maxHashRate(device);
        if (cap.isPresent()) {
            request = request.cappedAt(cap.getAsLong(), parameters.windowMillis());
        }
        return search.solve(device, request);
    }

    private Proof sign(
            RoundOpen round, Assignment assignment, ProofAssignment puzzle, long[] nonces, Instant openedAt) {
        ShareCommitment shares = ShareCommitment.of(nonces);
        byte[] coded = NonceCoding.encode(nonces);
        Bytes32 challengeId = Bytes32.of(puzzle.challenge().bytes());
        Commit commit = new Commit(
                round.epoch(),
                challengeId,
                identity.nodeId(),
                assignment.orderId(),
                assignment.device(),
                shares.shares(),
                Bytes32.of(shares.root().bytes()));
        Reveal reveal = new Reveal(challengeId, Digests.sha256(coded));
        return new Proof(
                commit,
                commit.sign(identity.nodeKey(), market.domains()),
                reveal,
                new Blob(coded),
                reveal.sign(identity.nodeKey(), market.domains()),
                openedAt.plusMillis(puzzle.parameters().commitDeadlineMillis()),
                openedAt.plusMillis(puzzle.parameters().revealDeadlineMillis()));
    }

    private static Hash32 hash(Bytes32 bytes) {
        return Hash32.of(bytes.toArray());
    }
}
