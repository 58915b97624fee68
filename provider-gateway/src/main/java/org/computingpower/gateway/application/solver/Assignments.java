package org.computingpower.gateway.application.solver;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.computingpower.power.Hash32;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.RoundOpen;
import org.jboss.logging.Logger;

/**
 * What the node has to do in an epoch: what a threshold of validators says alike. Validators fix it soon after the epoch's
 * start and open no round before {@code drawFromMillis}. In the last quarter of that time they are asked, so that nothing
 * is left to ask when the round opens; an earlier answer could still change. All are asked side by side, and nobody holds
 * up what a threshold says.
 */
final class Assignments {
    private static final Logger LOG = Logger.getLogger(Assignments.class);
    /** Without an answer of a threshold the validators are asked again after so long. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final NodeId nodeId;
    private final MarketFile market;
    private final List<Validator> validators;
    private final InstantSource clock;
    private final ExecutorService threads;
    private final Duration patience;
    /** Per epoch, what each validator said last. */
    private final Map<Long, Map<Address, List<Assignment>>> answers = new ConcurrentHashMap<>();

    /**
     * Assignments of a node.
     *
     * @param threads as many as there are calls
     * @param patience what asking all validators takes at most
     */
    Assignments(
            NodeId nodeId,
            MarketFile market,
            List<Validator> validators,
            InstantSource clock,
            ExecutorService threads,
            Duration patience) {
        this.nodeId = nodeId;
        this.market = market;
        this.validators = List.copyOf(validators);
        this.clock = clock;
        this.threads = threads;
        this.patience = patience;
    }

    /** Asks about the current epoch if it is time to and a threshold did not answer yet. Says how long until the next look. */
    Duration askAhead() throws InterruptedException {
        Instant now = clock.instant();
        long epoch = now.isBefore(market.epochClock().genesis())
                ? 0
                : market.epochClock().epochAt(now);
        answers.keySet().removeIf(known -> known < epoch - 1);
        if (now.isBefore(dueAt(epoch))) {
            return Duration.between(now, dueAt(epoch));
        }
        if (agreed(epoch, UnaryOperator.identity()).isEmpty()
                && ask(epoch, UnaryOperator.identity()).isEmpty()) {
            return RETRY;
        }
        return Duration.between(clock.instant(), dueAt(epoch + 1));
    }

    /** When this node asks: not all nodes in the same instant. */
    private Instant dueAt(long epoch) {
        long drawFrom = market.proof().drawFromMillis();
        int place = nodeId.value().toArray()[0] & 0xff;
        return market.epochClock().startOf(epoch).plusMillis(drawFrom * 3 / 4 + drawFrom / 8 * place / 256);
    }

    /** What to do in an open round, usually known already. Empty if no threshold of validators says the same in time. */
    Optional<List<Assignment>> of(RoundOpen round) throws InterruptedException {
        Hash32 seed = Hash32.of(round.epochSeed().toArray());
        UnaryOperator<List<Assignment>> underSeed =
                all -> all.stream().map(assignment -> assignment.under(seed)).toList();
        Optional<List<Assignment>> known = agreed(round.epoch(), underSeed);
        return known.isPresent() ? known : ask(round.epoch(), underSeed);
    }

    private Optional<List<Assignment>> ask(long epoch, UnaryOperator<List<Assignment>> view)
            throws InterruptedException {
        CompletionService<Boolean> asked = new ExecutorCompletionService<>(threads);
        List<Future<Boolean>> calls = validators.stream()
                .map(validator -> asked.submit(() -> ask(validator, epoch), true))
                .toList();
        long end = System.nanoTime() + patience.toNanos();
        for (int answered = 0; answered < calls.size(); answered++) {
            if (asked.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS) == null) {
                LOG.warnf("Validators are silent about the assignment: epoch=%d", epoch);
                calls.forEach(call -> call.cancel(true));
                break;
            }
            Optional<List<Assignment>> agreed = agreed(epoch, view);
            if (agreed.isPresent()) {
                // The others may finish: a call ends by itself, and cutting it would cost its connection.
                return agreed;
            }
        }
        return Optional.empty();
    }

    private void ask(Validator validator, long epoch) {
        try {
            validator
                    .assignment(nodeId, epoch)
                    .ifPresent(answer -> answers.computeIfAbsent(epoch, _ -> new ConcurrentHashMap<>())
                            .put(validator.address(), answer));
        } catch (IOException | RuntimeException e) {
            LOG.warnf("No assignment: epoch=%d validator=%s reason=%s", epoch, validator.address(), e.getMessage());
        } catch (InterruptedException tooLate) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<List<Assignment>> agreed(long epoch, UnaryOperator<List<Assignment>> view) {
        Map<List<Assignment>, Integer> votes = new HashMap<>();
        for (List<Assignment> answer : answers.getOrDefault(epoch, Map.of()).values()) {
            List<Assignment> seen = view.apply(answer);
            if (votes.merge(seen, 1, Integer::sum) >= market.validatorThreshold()) {
                return Optional.of(seen);
            }
        }
        return Optional.empty();
    }
}
