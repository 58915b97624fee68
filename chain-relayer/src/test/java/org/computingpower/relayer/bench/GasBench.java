package org.computingpower.relayer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;
import org.computingpower.events.SettlementBatchEvent.BatchReady;
import org.computingpower.relayer.harness.TestChain;
import org.computingpower.relayer.harness.TestMarket;
import org.computingpower.terms.Address;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.SettlementItem;

/** Gas of whole settlement transactions, by orders in the batch and proofs behind each order's new amounts. */
final class GasBench {

    private static final int[] SIZES = {1, 10, 100, 500};
    private static final int[] PROOFS = {1, 6, 144};

    /** {@code OrderEscrow.MAX_PLAIN_ITEMS}: a larger batch goes through the packed door only. */
    private static final int MOST_PLAIN = 450;

    private static final long WINDOW = 7;

    private final TestChain chain;
    private final TestMarket market;
    private final List<OrderId> orders;
    private final long[] released;
    private final Address sender;
    private long batchNo;

    GasBench(TestChain chain, TestMarket market, List<OrderId> orders) {
        this.chain = chain;
        this.market = market;
        this.orders = orders;
        this.released = new long[orders.size()];
        this.sender = chain.unlocked().get(5);
    }

    /** The last batch number used. */
    long batchNo() {
        return batchNo;
    }

    /** What each order has released so far. */
    long[] released() {
        return released.clone();
    }

    void run(PrintStream out) {
        settle(orders.size(), 1, true);
        long baseline = settle(1, 1, false);
        out.println("Gas of whole transactions, 3 signatures of 4 validators, orders settled before.");
        out.printf("Baseline: one transaction per proof, plain settle: %,d gas per proof%n", baseline);
        out.printf(
                "%8s %8s %14s %14s %14s %10s%n",
                "orders", "proofs", "gas settle", "gas packed", "packed/proof", "baseline");
        for (int size : SIZES) {
            for (int proofs : PROOFS) {
                if (size <= orders.size()) {
                    String plain = size > MOST_PLAIN ? "-" : "%,d".formatted(settle(size, proofs, false));
                    long packed = settle(size, proofs, true);
                    double perProof = (double) packed / size / proofs;
                    out.printf(
                            "%8d %8d %14s %,14d %,14.1f %9.0fx%n",
                            size, proofs, plain, packed, perProof, baseline / perProof);
                }
            }
        }
    }

    private long settle(int size, int proofs, boolean packed) {
        List<SettlementItem> items = IntStream.range(0, size)
                .mapToObj(n -> TestMarket.item(orders.get(n), released[n] += proofs * WINDOW, 0, false))
                .toList();
        BatchReady ready = market.ready(++batchNo, items);
        byte[] call = packed ? market.settle(batchNo, items).call().data() : market.plainSettle(ready);
        JsonNode receipt = chain.send(sender, market.orderEscrow(), call);
        long gas = Long.decode(receipt.path("gasUsed").asText());
        long inForce = market.money(orders.get(size - 1)).getFirst();
        if (inForce != released[size - 1]) {
            throw new IllegalStateException("Not settled: " + inForce + " of " + released[size - 1]);
        }
        return gas;
    }
}
