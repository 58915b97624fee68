package org.computingpower.relayer.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.computingpower.relayer.application.ChainUnavailableException;
import org.computingpower.relayer.application.LeaseLostException;
import org.computingpower.relayer.application.SendSteps;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.relayer.harness.TestChain;
import org.computingpower.relayer.harness.TestDatabase;
import org.computingpower.relayer.harness.TestMarket;
import org.computingpower.relayer.harness.TestRelayer;
import org.computingpower.relayer.harness.WorkerParts;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;

/** How fast the two workers carry intents, polling every 250 ms as in the local stack, while anvil mines each second. */
final class ThroughputBench {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final System.Logger LOG = System.getLogger(ThroughputBench.class.getName());
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final TestChain chain;
    private final TestMarket market;
    private final List<OrderId> orders;
    private final long[] released;
    private long batchNo;

    ThroughputBench(TestChain chain, TestMarket market, List<OrderId> orders, GasBench before) {
        this.chain = chain;
        this.market = market;
        this.orders = orders;
        this.released = before.released();
        this.batchNo = before.batchNo();
    }

    /** Intents of a run that were all there at its beginning. */
    void backlog(PrintStream out, String name, int batches, int size) {
        List<Intent> intents = intents(batches, size);
        try (Run run = new Run()) {
            intents.forEach(run.database::take);
            long start = System.nanoTime();
            run.start();
            run.untilFinal(intents.size());
            double seconds = (System.nanoTime() - start) / 1e9;
            out.printf(
                    "%-10s %4d batches of %3d orders: %6.1f s, %6.1f intents/s, %8.1f orders/s%n",
                    name, batches, size, seconds, batches / seconds, batches * size / seconds);
            check();
        }
    }

    /** One batch each second; how many blocks pass until it is in one, and until that is final. */
    void latency(PrintStream out, int batches, int size) {
        List<Intent> intents = intents(batches, size);
        try (Run run = new Run()) {
            run.start();
            Map<String, Long> taken = new HashMap<>();
            Map<String, Long> finals = new HashMap<>();
            long next = System.nanoTime();
            int given = 0;
            while (finals.size() < batches) {
                if (given < batches && System.nanoTime() >= next) {
                    Intent intent = intents.get(given++);
                    taken.put(intent.id(), chain.head());
                    run.database.take(intent);
                    next += TimeUnit.SECONDS.toNanos(1);
                }
                for (String id : run.database.query("select id from chain_intent where state = 'FINAL'")) {
                    finals.computeIfAbsent(id, key -> chain.head());
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                run.requireInTime();
            }
            List<Long> mined = new ArrayList<>();
            for (String row : run.database.query("select intent_id, block from chain_tx")) {
                String[] columns = row.split(" ");
                mined.add(Long.parseLong(columns[1]) - Objects.requireNonNull(taken.get(columns[0])));
            }
            out.println("Latency in blocks, one batch of " + size + " orders each second:");
            print(out, "intent to block", mined);
            print(
                    out,
                    "intent to final",
                    finals.entrySet().stream()
                            .map(entry -> entry.getValue() - Objects.requireNonNull(taken.get(entry.getKey())))
                            .toList());
            check();
        }
    }

    private static void print(PrintStream out, String name, List<Long> blocks) {
        List<Long> sorted = blocks.stream().sorted().toList();
        out.printf(
                "  %-16s median %d, 95 %% %d, most %d%n",
                name, sorted.get(sorted.size() / 2), sorted.get((sorted.size() * 95 - 1) / 100), sorted.getLast());
    }

    private List<Intent> intents(int batches, int size) {
        return IntStream.range(0, batches)
                .mapToObj(batch -> market.settle(
                        ++batchNo,
                        IntStream.range(0, size)
                                .mapToObj(n -> TestMarket.item(orders.get(n), released[n] += 7, 0, false))
                                .toList()))
                .toList();
    }

    private void check() {
        for (int n = 0; n < orders.size(); n += 97) {
            long inForce = market.money(orders.get(n)).getFirst();
            if (inForce != released[n]) {
                throw new IllegalStateException("Order " + n + " has released " + inForce + " of " + released[n]);
            }
        }
    }

    /** The workers on threads of their own with a database of their own. */
    private final class Run implements AutoCloseable {
        private final TestDatabase database = TestDatabase.create();
        private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
        private final WorkerParts parts;
        private final long begin = System.nanoTime();

        Run() {
            SigningKey key = SigningKey.of(Digests.keccak256OfText("bench " + UUID.randomUUID()));
            chain.fund(key.address());
            parts = new WorkerParts(
                    market.contracts().from(chain.head()),
                    List.of(chain.url()),
                    key,
                    database.pool(),
                    database.facts(),
                    UUID.randomUUID(),
                    Duration.ofSeconds(60),
                    TestRelayer.CEILING,
                    InstantSource.system(),
                    (code, detail) -> LOG.log(System.Logger.Level.WARNING, code + " " + detail),
                    SendSteps.NONE);
        }

        void start() {
            every(parts.sender()::poll);
            every(parts.follower()::poll);
        }

        private void every(Runnable poll) {
            var _ = threads.scheduleWithFixedDelay(
                    () -> {
                        try {
                            poll.run();
                        } catch (ChainUnavailableException | LeaseLostException e) {
                            // As Workers does: tried again at the next poll.
                        } catch (RuntimeException e) {
                            LOG.log(System.Logger.Level.ERROR, "Poll failed", e);
                        }
                    },
                    0,
                    POLL.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        void untilFinal(int intents) {
            while (!database.query("select count(*) from chain_intent where state = 'FINAL'")
                    .equals(List.of("" + intents))) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                requireInTime();
            }
        }

        void requireInTime() {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new IllegalStateException("Not within " + LIMIT + ": "
                        + database.query("select state, count(*) from chain_intent group by state"));
            }
        }

        @Override
        public void close() {
            threads.shutdown();
            try {
                if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("The workers did not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            database.close();
        }
    }
}
