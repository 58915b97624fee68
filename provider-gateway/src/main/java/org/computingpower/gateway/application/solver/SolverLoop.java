package org.computingpower.gateway.application.solver;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.RoundOpen;
import org.jboss.logging.Logger;

/**
 * Follows every validator's stream and answers each round once. Streams, sending and asking run on virtual threads;
 * rounds are searched one after another on one thread of their own.
 */
@Singleton
public class SolverLoop {
    private static final Logger LOG = Logger.getLogger(SolverLoop.class);
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(500);
    /** What a validator did not answer by then it may as well keep: the search would begin too late to pass. */
    private static final Duration ASSIGNMENT_PATIENCE = Duration.ofSeconds(3);
    /** Clocks are set, so nobody looks ahead for longer. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** Proofs of about an hour of local epochs, half a day of long ones. */
    private static final int KEPT_EPOCHS = 240;

    private final MarketFile market;
    private final List<Validator> validators;
    private final SolveRound solveRound;
    private final SendProof sendProof;
    private final ProofStore store;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final RoundTally tally;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService solver = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("solver").daemon().factory());
    private final Assignments assignments;
    private volatile boolean running = true;
    private volatile long lastSolvedEpoch = -1;

    /** Wires the loop; {@link #start()} starts it. */
    public SolverLoop(
            NodeIdentity identity,
            MarketFile market,
            Validators validators,
            SolveRound solveRound,
            SendProof sendProof,
            ProofStore store,
            InstantSource clock,
            MeterRegistry metrics) {
        this.market = market;
        this.validators = validators.all();
        this.solveRound = solveRound;
        this.sendProof = sendProof;
        this.store = store;
        this.clock = clock;
        this.metrics = metrics;
        this.tally = new RoundTally(market, clock);
        this.assignments =
                new Assignments(identity.nodeId(), market, this.validators, clock, threads, ASSIGNMENT_PATIENCE);
    }

    /** Resends what an earlier run committed to, and follows the streams. */
    public void start() {
        store.open(clock.instant()).forEach(this::sendToAll);
        threads.execute(this::askAhead);
        validators.forEach(validator -> threads.execute(() -> follow(validator)));
    }

    /** Ends the streams; a running search ends by itself. */
    public void stop() {
        running = false;
        solver.shutdownNow();
        threads.shutdownNow();
    }

    /** The last epoch whose round this process answered; -1 before the first. */
    public long lastSolvedEpoch() {
        return lastSolvedEpoch;
    }

    private void askAhead() {
        while (running) {
            try {
                Duration pause = assignments.askAhead();
                LockSupport.parkNanos((pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE).toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void follow(Validator validator) {
        while (running) {
            try {
                validator.follow(this::onRound);
            } catch (IOException | RuntimeException e) {
                // Whatever a validator sends, it is followed again.
                LOG.debugf("Stream ended: validator=%s reason=%s", validator.address(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            LockSupport.parkNanos(RECONNECT_PAUSE.toNanos());
        }
    }

    private void onRound(SignedRound signed) {
        Instant receivedAt = clock.instant();
        Optional<RoundOpen> opened;
        synchronized (tally) {
            opened = tally.add(signed);
        }
        opened.filter(round -> market.epochClock().endOf(round.epoch()).isAfter(receivedAt))
                .ifPresent(round -> solver.execute(() -> answer(round, receivedAt)));
    }

    private void answer(RoundOpen round, Instant openedAt) {
        try {
            Optional<List<Assignment>> agreed = assignments.of(round);
            if (agreed.isEmpty()) {
                metrics.counter("cpp_gateway_rounds_failed").increment();
                LOG.errorf("Validators agree on no assignment: epoch=%d", round.epoch());
                return;
            }
            if (agreed.get().isEmpty()) {
                LOG.debugf("Nothing to prove: epoch=%d", round.epoch());
                return;
            }
            List<Proof> proofs = solveRound.solve(round, agreed.get(), openedAt, this::sendToAll);
            lastSolvedEpoch = round.epoch();
            metrics.counter("cpp_gateway_proofs").increment(proofs.size());
            store.forgetBefore(round.epoch() - KEPT_EPOCHS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            metrics.counter("cpp_gateway_rounds_failed").increment();
            LOG.errorf(e, "Round not answered: epoch=%d", round.epoch());
        }
    }

    private void sendToAll(Proof proof) {
        for (Validator validator : validators) {
            threads.execute(() -> {
                try {
                    if (!sendProof.send(proof, validator)) {
                        metrics.counter("cpp_gateway_proofs_undelivered").increment();
                        LOG.warnf(
                                "Proof not delivered: epoch=%d validator=%s",
                                proof.commit().epoch(), validator.address());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }
}
