package org.computingpower.challenge.application;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import org.computingpower.challenge.domain.round.Round;
import org.jboss.logging.Logger;

/**
 * The rounds that take answers, at most one per epoch, and those that wait to be closed, one after another. A round is closed on the executor and
 * tried until it is kept. Everything else is guarded by the owner's lock.
 */
final class OpenRounds {

    private static final Logger LOG = Logger.getLogger(OpenRounds.class);
    private static final long CLOSE_RETRY_MILLIS = 1_000;

    private final CloseRound closeRound;
    private final WaitingAnswers waiting;
    private final Executor closer;
    private final InstantSource clock;
    private final Lock lock;
    private final Map<Long, Round> open = new HashMap<>();
    private final Deque<Round> toClose = new ArrayDeque<>();
    private boolean closing;
    private long nextCloseMillis;

    OpenRounds(CloseRound closeRound, WaitingAnswers waiting, Executor closer, InstantSource clock, Lock lock) {
        this.closeRound = closeRound;
        this.waiting = waiting;
        this.closer = closer;
        this.clock = clock;
        this.lock = lock;
    }

    void add(Round round) {
        open.put(round.epoch(), round);
    }

    /** Lets go of a round that could not be kept: it gets no verdicts here. */
    void drop(Round round) {
        open.remove(round.epoch());
    }

    /** The open round of an epoch. */
    Optional<Round> of(long epoch) {
        return Optional.ofNullable(open.get(epoch));
    }

    /**
     * Begins to close what is due, once everything that came before is checked: a busy validator makes nobody late. The wait is bounded, because the
     * answers that may wait are.
     */
    void closeDue(long nowMillis) {
        List<Round> due = open.values().stream()
                .filter(round ->
                        nowMillis >= round.closesAtMillis() && waiting.isChecked(round.epoch(), round.closesAtMillis()))
                .toList();
        due.forEach(round -> {
            open.remove(round.epoch());
            toClose.add(round);
        });
        if (!closing && !toClose.isEmpty() && nowMillis >= nextCloseMillis) {
            closing = true;
            Round round = toClose.getFirst();
            closer.execute(() -> close(round));
        }
    }

    /** A verdict that is not published is an unpaid window for an honest node. */
    private void close(Round round) {
        boolean closed = false;
        try {
            closeRound.close(round);
            closed = true;
        } catch (RuntimeException e) {
            LOG.errorf(e, "Round not closed, tries again: epoch=%d", round.epoch());
        } finally {
            ended(round, closed);
        }
    }

    private void ended(Round round, boolean closed) {
        lock.lock();
        try {
            closing = false;
            if (closed) {
                toClose.remove(round);
            }
            nextCloseMillis = closed ? 0 : clock.millis() + CLOSE_RETRY_MILLIS;
        } finally {
            lock.unlock();
        }
    }
}
