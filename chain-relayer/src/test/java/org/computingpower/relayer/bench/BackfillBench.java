package org.computingpower.relayer.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.computingpower.relayer.application.FollowChain;
import org.computingpower.relayer.application.SendSteps;
import org.computingpower.relayer.harness.DeployedContracts;
import org.computingpower.relayer.harness.TestDatabase;
import org.computingpower.relayer.harness.WorkerParts;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;

/** Back-fill of a long past with sparse logs: time, and the most heap that was in use. */
final class BackfillBench {

    private BackfillBench() {}

    private static Address address(String name) {
        return SigningKey.of(Digests.keccak256OfText(name)).address();
    }

    static void run(PrintStream out, long blocks, long step) {
        DeployedContracts contracts =
                new DeployedContracts(address("registry"), address("stake"), address("escrow"), 1);
        try (TestDatabase database = TestDatabase.create();
                SparseChain chain = new SparseChain(blocks, step, contracts.stakeManager())) {
            FollowChain follower = new WorkerParts(
                            contracts,
                            List.of(chain.url()),
                            SigningKey.of(Digests.keccak256OfText("back-fill")),
                            database.pool(),
                            database.facts(),
                            UUID.randomUUID(),
                            Duration.ofSeconds(60),
                            BigInteger.ONE,
                            InstantSource.system(),
                            (code, detail) -> out.println(code + " " + detail),
                            SendSteps.NONE)
                    .follower();
            heap().forEach(MemoryPoolMXBean::resetPeakUsage);
            long start = System.nanoTime();
            long shown = 0;
            while (height(database) < blocks) {
                follower.poll();
                long height = height(database);
                if (height - shown >= blocks / 10) {
                    shown = height;
                    out.printf("  block %,d of %,d after %.0f s%n", height, blocks, (System.nanoTime() - start) / 1e9);
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long peak = heap().stream()
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
            String logs = database.query("select count(*) from chain_log where is_final")
                    .getFirst();
            String facts = database.query("select count(*) from published where type = 'StakeChanged'")
                    .getFirst();
            out.printf(
                    "Back-fill of %,d blocks with %s logs (%s facts): %.1f s, %,.0f blocks/s,"
                            + " at most %d MiB of heap in use, limit %d MiB%n",
                    blocks,
                    logs,
                    facts,
                    seconds,
                    blocks / seconds,
                    peak >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static long height(TestDatabase database) {
        return Long.parseLong(database.query("select coalesce(finalized_number, 0) from chain_cursor")
                .getFirst());
    }
}
