package org.computingpower.relayer.bench;

import java.io.PrintStream;
import java.util.List;
import org.computingpower.relayer.harness.TestChain;
import org.computingpower.relayer.harness.TestMarket;
import org.computingpower.terms.OrderId;

/**
 * {@code ./platform bench chain [gas|throughput|backfill]...}: gas per settled proof, orders settled per second, latency in
 * blocks, back-fill of a million blocks. Without a name all of them. The baseline is measured in the same run.
 */
public final class ChainBench {

    private static final int ORDERS = 500;
    private static final long DEPOSIT = 1_000_000;
    private static final long BLOCKS = 1_000_000;
    private static final long BLOCKS_PER_LOG = 100;

    private ChainBench() {}

    /** Names of the parts to run. */
    public static void main(String[] arguments) {
        List<String> parts = arguments.length == 0 ? List.of("gas", "throughput", "backfill") : List.of(arguments);
        PrintStream out = System.out;
        if (parts.contains("gas") || parts.contains("throughput")) {
            onChain(out, parts);
        }
        if (parts.contains("backfill")) {
            BackfillBench.run(out, BLOCKS, BLOCKS_PER_LOG);
        }
        out.flush();
        System.exit(0);
    }

    private static void onChain(PrintStream out, List<String> parts) {
        try (TestChain chain = TestChain.start()) {
            TestMarket market = TestMarket.deploy(chain, 4, 3);
            chain.send(
                    chain.unlocked().get(5),
                    market.nodeRegistry(),
                    market.attest("bench", 1).call().data());
            market.stake("bench", ORDERS * DEPOSIT);
            List<OrderId> orders = market.open("bench", "alice", DEPOSIT, ORDERS);
            GasBench gas = new GasBench(chain, market, orders);
            gas.run(out);
            if (parts.contains("throughput")) {
                ThroughputBench throughput = new ThroughputBench(chain, market, orders, gas);
                chain.mineBySeconds();
                out.println("Intents that wait at the start, anvil mines each second, all final at the end:");
                throughput.backlog(out, "baseline", 60, 1);
                throughput.backlog(out, "batches", 60, ORDERS);
                throughput.latency(out, 30, 100);
            }
        }
    }
}
