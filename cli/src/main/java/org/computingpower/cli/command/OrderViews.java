package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.computingpower.terms.Address;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;

/** How orders are read and shown. */
final class OrderViews {
    private OrderViews() {}

    /** The terms of an order view; they must have the order's id and be the market's. */
    static Order terms(JsonNode view, OrderId orderId, MarketFile market) {
        Order order = Json.read(view.path("order"), Order.class);
        if (!order.orderId().equals(orderId)) {
            throw new CliException("The platform showed other terms than those of order " + orderId + ".");
        }
        if (!order.token().equals(market.contracts().token())
                || order.feeBps() != market.feeBps()
                || order.validatorShareBps() != market.validatorShareBps()) {
            throw new CliException("Token or fee of the order are not the market's.");
        }
        return order;
    }

    /** The terms of the wallet's own order. */
    static Order ownTerms(Session session, JsonNode view, OrderId orderId, Address wallet) {
        Order order = terms(view, orderId, session.market());
        if (!order.user().equals(wallet)) {
            throw new CliException("The order belongs to wallet " + order.user() + ".", "Use it: --wallet NAME");
        }
        return order;
    }

    /** What of the node is the order's, and for how much of the time rounds pause it. */
    private static String mode(Order order, JsonNode view) {
        String use = order.mode() == Mode.SHARED
                ? "SHARED: " + order.phiBps() + " bp of the node stay its solver's, windows wait for audits"
                : order.mode().name();
        return view.has("dutyBps")
                ? use + "; paused for rounds about " + view.path("dutyBps").asText() + " bp of the time"
                : use;
    }

    /** An order has it itself, a quote in its node. */
    private static JsonNode trustRoot(JsonNode view) {
        return view.hasNonNull("trustRootHash")
                ? view.path("trustRootHash")
                : view.path("node").path("facets").path("attestation").path("trustRootHash");
    }

    static void details(JsonNode view, MarketFile market, PrintWriter out) {
        Order order = Json.read(view.path("order"), Order.class);
        Table table = Table.facts()
                .row("order", view.path("orderId").asText())
                .row("state", view.path("state").asText("QUOTED"))
                .row("node", order.nodeId().toString())
                .row(
                        "price",
                        Amounts.show(order.totalPrice(), market) + " for " + order.durationSeconds() + " s, fee "
                                + order.feeBps() + " bp")
                .row("mode", mode(order, view))
                .row("data protection", order.dataProtection().name())
                .row("open before", Instant.ofEpochSecond(order.openBefore()).toString());
        JsonNode root = trustRoot(view);
        if (root.isTextual()) {
            table.row("trust root", root.asText());
        }
        if (view.path("node").hasNonNull("powerBinding")) {
            table.row("power binding", view.path("node").path("powerBinding").asText());
        }
        if (view.hasNonNull("billingFrom")) {
            table.row(
                    "billed",
                    view.path("billingFrom").asText() + " to "
                            + view.path("endsAt").asText());
        }
        if (view.hasNonNull("hold")) {
            JsonNode hold = view.path("hold");
            table.row(
                    "held",
                    "from " + hold.path("from").asText() + ": the node's attestation is "
                            + hold.path("cause").asText() + "; nothing is charged");
        }
        if (view.has("windows")) {
            JsonNode windows = view.path("windows");
            table.row(
                    "windows",
                    windows.path("paid").asText() + " paid of "
                            + windows.path("settled").asText());
            table.row("released", amount(view, "releasedCum", market));
            table.row("refunded", amount(view, "refundedCum", market));
        }
        if (view.hasNonNull("closeReason")) {
            table.row(
                    "closed",
                    view.path("closeReason").asText() + " by "
                            + view.path("closedBy").asText());
        }
        if (view.hasNonNull("closeNote")) {
            table.row("note", view.path("closeNote").asText());
        }
        table.print(out);
    }

    /** One line on where an order stands, for following it. */
    static String line(JsonNode view, MarketFile market) {
        JsonNode windows = view.path("windows");
        return view.path("state").asText() + ", " + windows.path("paid").asText() + " of "
                + windows.path("settled").asText() + " windows paid, " + amount(view, "releasedCum", market)
                + " released, " + amount(view, "refundedCum", market) + " refunded";
    }

    static void list(List<JsonNode> orders, MarketFile market, PrintWriter out) {
        Table table = Table.of("ORDER", "STATE", "PRICE", "RELEASED", "REFUNDED", "CLOSED");
        orders.forEach(view -> table.row(
                view.path("orderId").asText(),
                view.path("state").asText(),
                NodeViews.amount(view.path("order").path("totalPrice"), market),
                amount(view, "releasedCum", market),
                amount(view, "refundedCum", market),
                view.path("closeReason").asText("")));
        table.print(out);
    }

    private static String amount(JsonNode view, String member, MarketFile market) {
        return Amounts.show(TokenAmount.parse(view.path(member).asText("0")), market);
    }
}
