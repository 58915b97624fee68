package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.computingpower.cli.chain.JsonRpc;
import org.computingpower.cli.chain.MarketContracts;
import org.computingpower.cli.reconcile.ChainReconciliation;
import org.computingpower.cli.reconcile.ChainReconciliation.Line;
import org.computingpower.cli.reconcile.ChainReconciliation.OrderMoney;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.computingpower.cli.session.Waiting;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.market.MarketFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares ledger and contracts. */
@Command(
        name = "chain",
        description =
                "Compare the contracts at one finalized block with the ledger, order by order; exits 1 on any drift.")
final class AdminReconcileChain implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Session session;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "How long the ledger may take to catch up before a difference counts (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds = 20;

    @Option(
            names = "--by-service",
            description = "Let settlement-service compare by itself, with its own endpoint, and show its report.")
    private boolean byService;

    AdminReconcileChain(Session session) {
        this.session = session;
    }

    private record Compared(long block, ChainReconciliation.Report report) {}

    @Override
    public Integer call() {
        return byService ? compareByService() : compareHere();
    }

    private int compareByService() {
        JsonNode report = session.platform().post("/api/settlement/v1/reconciliation/reports", Json.object());
        session.output().result(report, out -> {
            Table table = Table.of("ORDER", "LEDGER", "CHAIN");
            report.path("differences")
                    .forEach(line -> table.row(
                            line.path("orderId").asText(),
                            line.path("ledger").toString(),
                            line.path("chain").toString()));
            table.print(out);
            out.println("Block " + report.path("blockNumber").asText() + ": "
                    + report.path("orders").asText() + " orders, "
                    + report.path("differing").asText() + " differ, drift of orders "
                    + report.path("orderDrift").asText() + ", in total "
                    + report.path("totalDrift").asText() + " base units");
        });
        boolean agrees = report.path("differing").asLong(-1) == 0
                && report.path("orderDrift").asText().equals("0")
                && report.path("totalDrift").asText().equals("0");
        return agrees ? 0 : 1;
    }

    private int compareHere() {
        Compared compared = settled();
        ChainReconciliation.Report report = compared.report();
        MarketFile market = session.market();
        session.output().result(json(compared), out -> {
            Table table = Table.of("ORDER", "DEPOSIT", "RELEASED", "REFUNDED", "FEE", "STATE", "DRIFT");
            report.lines()
                    .forEach(line -> table.row(
                            line.orderId().toString(),
                            both(line.ledger().deposit(), line.chain().deposit(), market),
                            both(line.ledger().releasedCum(), line.chain().releasedCum(), market),
                            both(line.ledger().refundedCum(), line.chain().refundedCum(), market),
                            both(line.ledger().feeCum(), line.chain().feeCum(), market),
                            line.chain().isFinal() == line.ledger().isFinal()
                                    ? line.chain().isFinal() ? "final" : "open"
                                    : "DIFFERENT",
                            line.drift().toString()));
            table.print(out);
            out.println("Block " + compared.block() + ": " + report.lines().size() + " orders, escrow holds "
                    + Amounts.show(report.escrowHeld(), market) + ", owes "
                    + Amounts.show(report.escrowOwed(), market) + ", drift " + report.drift() + " base units");
        });
        return report.agrees() ? 0 : 1;
    }

    /** A ledger that is about to take in the last block differs for a moment; a real difference stays. */
    private Compared settled() {
        Compared[] last = new Compared[1];
        try {
            return Waiting.until("ledger and contracts agree", Duration.ofSeconds(timeoutSeconds), INTERVAL, () -> {
                Compared compared = compare();
                last[0] = compared;
                return Optional.of(compared).filter(found -> found.report().agrees());
            });
        } catch (CliException e) {
            if (last[0] == null) {
                throw e;
            }
            return last[0];
        }
    }

    private Compared compare() {
        JsonNode view = session.platform().get("/api/settlement/v1/reconciliation");
        SortedMap<OrderId, OrderMoney> ledger = new TreeMap<>();
        for (JsonNode item : view.path("items")) {
            ledger.put(
                    OrderId.parse(Json.text(item, "orderId")),
                    new OrderMoney(
                            amount(item, "deposit"),
                            amount(item, "releasedCum"),
                            amount(item, "refundedCum"),
                            amount(item, "feeCum"),
                            item.path("isFinal").asBoolean()));
        }
        long block = block(view);
        String at = JsonRpc.hex(block);
        MarketContracts contracts = session.contracts();
        SortedMap<OrderId, OrderMoney> chain = new TreeMap<>();
        TokenAmount owed = TokenAmount.ZERO;
        TreeSet<OrderId> all = new TreeSet<>(contracts.openedOrders(block));
        all.addAll(ledger.keySet());
        for (OrderId orderId : all) {
            MarketContracts.EscrowOrder order = contracts.order(orderId, at);
            owed = owed.plus(order.held());
            chain.put(
                    orderId,
                    new OrderMoney(
                            order.deposit(),
                            order.releasedCum(),
                            order.refundedCum(),
                            order.feeCum(),
                            order.isClosed()));
        }
        TokenAmount held = contracts.tokens(session.market().contracts().orderEscrow(), at);
        return new Compared(
                block, new ChainReconciliation.Report(ChainReconciliation.compare(ledger, chain), held, owed));
    }

    /** The block of the ledger's view, or the chain's last finalized one if the ledger has none yet. */
    private long block(JsonNode view) {
        JsonNode number = view.path("finalizedBlock");
        long block = number.isObject() ? number.path("number").asLong() : number.asLong();
        return block > 0 ? block : session.rpc().block("finalized").number();
    }

    private static TokenAmount amount(JsonNode item, String member) {
        return TokenAmount.parse(Json.text(item, member));
    }

    private static String both(TokenAmount ledger, TokenAmount chain, MarketFile market) {
        return ledger.equals(chain)
                ? Amounts.show(chain, market)
                : Amounts.show(ledger, market) + " / " + Amounts.show(chain, market);
    }

    private static ObjectNode json(Compared compared) {
        ChainReconciliation.Report report = compared.report();
        ObjectNode json = Json.object()
                .put("block", compared.block())
                .put("driftBaseUnits", report.drift().toString())
                .put("agrees", report.agrees())
                .put("escrowHeld", report.escrowHeld().toString())
                .put("escrowOwed", report.escrowOwed().toString());
        ArrayNode orders = json.putArray("orders");
        for (Line line : report.lines()) {
            ObjectNode order = orders.addObject()
                    .put("orderId", line.orderId().toString())
                    .put("drift", line.drift().toString())
                    .put("agrees", line.agrees());
            order.set("ledger", Json.of(line.ledger()));
            order.set("chain", Json.of(line.chain()));
        }
        return json;
    }
}
