package org.computingpower.challenge.application;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The answers between their arrival and their receipt. Bounded in number and bytes: what does not fit is turned away at once and may come again.
 * Commits are checked before reveals, because their deadline comes first, and some room is theirs alone. What arrived counts as of its arrival
 * however long it waits: a round asks here before it closes.
 */
public final class WaitingAnswers {

    /** One quarter is for commits alone, so that early reveals cannot keep commits out. */
    private static final int COMMITS_SHARE = 4;

    private final Executor workers;
    private final int maxAnswers;
    private final long maxBytes;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentMap<Arrival, Integer> unchecked = new ConcurrentHashMap<>();

    private record Arrival(long epoch, long atMillis) {}

    /** What is waited for; commits go first. */
    enum Kind {
        COMMIT,
        REVEAL
    }

    /**
     * @param workers run what is handed to them in its natural order
     * @param maxAnswers waiting at one time, from arrival to receipt
     * @param maxBytes of all these answers; more are not taken
     */
    public WaitingAnswers(Executor workers, int maxAnswers, long maxBytes) {
        this.workers = workers;
        this.maxAnswers = maxAnswers;
        this.maxBytes = maxBytes;
    }

    /** How many answers wait. */
    public int count() {
        return answers.get();
    }

    /** Whether nothing that arrived for an epoch's round before an instant waits for its check. */
    boolean isChecked(long epoch, long beforeMillis) {
        return unchecked.keySet().stream()
                .noneMatch(arrival -> arrival.epoch() == epoch && arrival.atMillis() < beforeMillis);
    }

    /**
     * Runs the work of an answer at once, whether or not the caller still listens; holds room for it until the work's result is there.
     *
     * @param size about what it takes on the heap, bytes
     * @param work checks the answer; what it returns may come later
     * @param ifFull the result if there is no room
     */
    <T> Uni<T> submit(Kind kind, long epoch, long arrivedAtMillis, int size, Supplier<Uni<T>> work, T ifFull) {
        if (!reserve(kind, size)) {
            return Uni.createFrom().item(ifFull);
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        var _ = result.whenComplete((done, failure) -> release(size));
        Arrival arrival = new Arrival(epoch, arrivedAtMillis);
        unchecked.merge(arrival, 1, Integer::sum);
        workers.execute(new Check(kind, numbers.getAndIncrement(), () -> {
            try {
                work.get().subscribe().with(result::complete, result::completeExceptionally);
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            } finally {
                unchecked.computeIfPresent(arrival, (same, count) -> count == 1 ? null : count - 1);
            }
        }));
        return Uni.createFrom().completionStage(result);
    }

    private boolean reserve(Kind kind, int size) {
        long room = switch (kind) {
            case COMMIT -> maxBytes;
            case REVEAL -> maxBytes - maxBytes / COMMITS_SHARE;
        };
        int count = answers.incrementAndGet();
        long taken = bytes.addAndGet(size);
        boolean fits = count <= maxAnswers && taken <= room;
        if (!fits) {
            release(size);
        }
        return fits;
    }

    private void release(int size) {
        answers.decrementAndGet();
        bytes.addAndGet(-size);
    }

    /** Ordered by kind, then by arrival. */
    private record Check(Kind kind, long number, Runnable work) implements Runnable, Comparable<Check> {
        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Check other) {
            int byKind = kind.compareTo(other.kind);
            return byKind == 0 ? Long.compare(number, other.number) : byKind;
        }
    }
}
