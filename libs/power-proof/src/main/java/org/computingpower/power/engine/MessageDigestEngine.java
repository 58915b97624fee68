package org.computingpower.power.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.ShareCheck;

/** SHA256_SHARE with the JDK's own SHA-256 on some CPU threads. Needs nothing but the JDK: always available. */
public final class MessageDigestEngine implements PowerEngine {

    /** 16384 trials = about 1 ms of one core between two looks at the stop signal. */
    private static final long BATCH = 1 << 14;

    private static final int MAX_THREADS = 1024;

    private final int threads;

    /**
     * @param threads how many CPU threads search, 1 to 1024
     * @throws IllegalArgumentException if the number is out of its bounds
     */
    public MessageDigestEngine(int threads) {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("The number of threads lies in [1, " + MAX_THREADS + "]");
        }
        this.threads = threads;
    }

    @Override
    public String name() {
        return "message-digest:" + threads;
    }

    @Override
    public int puzzleKind() {
        return Sha256Share.ID;
    }

    @Override
    public synchronized SolveResult solve(SolveRequest request) {
        Search search = new Search(request);
        List<Long> found = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<List<Long>>> parts = IntStream.range(0, threads)
                    .mapToObj(_ -> workers.submit(search::work))
                    .toList();
            for (Future<List<Long>> part : parts) {
                found.addAll(part.get());
            }
        } catch (InterruptedException e) {
            search.cancelled = true;
            Thread.currentThread().interrupt();
            throw new EngineFailure("The search was interrupted", e);
        } catch (ExecutionException e) {
            throw new EngineFailure("The search failed", e);
        }
        long[] nonces = found.stream().mapToLong(Long::longValue).toArray();
        return SolveResult.of(nonces, search.hashes.get(), request, search.stopped);
    }

    /** Nothing is held between searches. */
    @Override
    public void close() {}

    /** Threads claim batches of the range in ascending order, so that little is searched twice or left out. */
    private static final class Search {

        private final SolveRequest request;
        private final AtomicLong claimed = new AtomicLong();
        private final AtomicLong hashes = new AtomicLong();
        private final AtomicInteger shares = new AtomicInteger();
        private volatile boolean stopped;
        private volatile boolean cancelled;

        Search(SolveRequest request) {
            this.request = request;
        }

        List<Long> work() {
            ShareCheck check = Sha256Share.INSTANCE.check(request.challenge(), request.target());
            List<Long> found = new ArrayList<>();
            while (!cancelled && !stopped && shares.get() < request.maxShares()) {
                if (request.stop().getAsBoolean()) {
                    stopped = true;
                    break;
                }
                long first = claim();
                if (first >= request.maxHashes()) {
                    break;
                }
                long size = Math.min(BATCH, request.maxHashes() - first);
                int before = found.size();
                searchBatch(check, first, size, found);
                shares.addAndGet(found.size() - before);
                hashes.addAndGet(size);
            }
            return found;
        }

        /** The next batch; never passes the budget by more than a batch, so the counter cannot overflow. */
        private long claim() {
            return claimed.getAndUpdate(at -> at >= request.maxHashes() - BATCH ? request.maxHashes() : at + BATCH);
        }

        private void searchBatch(ShareCheck check, long first, long size, List<Long> found) {
            long start = request.nonceStart() + first;
            for (long i = 0; i < size; i++) {
                if (check.isShare(start + i)) {
                    found.add(start + i);
                }
            }
        }
    }
}
