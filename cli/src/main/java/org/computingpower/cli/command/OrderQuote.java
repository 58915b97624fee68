package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Address;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks for the terms of an order. */
@Command(
        name = "quote",
        description = "Fix the terms of an order on one node, or on one that fits; reserves it softly.")
final class OrderQuote implements Callable<Integer> {
    private static final int WHOLE_BPS = 10_000;

    private final Session session;

    @Option(names = "--node", paramLabel = "NODE", description = "This node (default: any that fits).")
    private @Nullable String node;

    @Option(
            names = "--duration",
            required = true,
            paramLabel = "SECONDS|EPOCHS",
            description = "Seconds, as 150 or PT10M, or epochs, as 10e.")
    private String duration = "";

    @Option(names = "--min-rate", paramLabel = "RATE", description = "At least this rating, hashes per second.")
    private @Nullable Long minRate;

    @Option(names = "--max-price-per-second", paramLabel = "AMOUNT", description = "At most this price.")
    private @Nullable String maxPrice;

    @Option(names = "--region", paramLabel = "REGION", description = "In this region.")
    private @Nullable String region;

    @Option(names = "--data-protection", description = "At least one of ${COMPLETION-CANDIDATES}.")
    private @Nullable DataProtection dataProtection;

    @Option(
            names = "--mode",
            paramLabel = "exclusive|shared",
            description = "Have the node alone, paused for every round (default), or share it with the node's solver.")
    private String mode = "exclusive";

    OrderQuote(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Address user = session.wallets().address(session.walletName());
        ObjectNode request = Json.object().put("durationSeconds", seconds()).put("user", user.toString());
        if (node != null) {
            request.put("nodeId", node);
        }
        request.put("mode", mode().name());
        ObjectNode constraints = constraints();
        if (!constraints.isEmpty()) {
            request.set("constraints", constraints);
        }
        JsonNode quote = session.platform().post("/api/orders/v1/quotes", request);
        check(quote, user);
        session.output().result(quote, out -> {
            OrderViews.details(quote, session.market(), out);
            out.println("Next: cpctl order sign " + quote.path("orderId").asText() + " (until "
                    + quote.path("expiresAt").asText() + ")");
        });
        return 0;
    }

    private Mode mode() {
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "exclusive" -> Mode.EXCLUSIVE;
            case "shared" -> Mode.SHARED;
            default -> throw new CliException("Not a mode: " + mode, "Write exclusive or shared.");
        };
    }

    private long seconds() {
        try {
            if (duration.endsWith("e")) {
                return Math.multiplyExact(Long.parseLong(duration.substring(0, duration.length() - 1)), (long)
                        session.market().epochSeconds());
            }
            return duration.startsWith("P") ? Duration.parse(duration).toSeconds() : Long.parseLong(duration);
        } catch (java.time.DateTimeException | NumberFormatException | ArithmeticException e) {
            throw new CliException("Not a duration: " + duration, "Write seconds (150), PT10M, or epochs (10e).");
        }
    }

    private ObjectNode constraints() {
        ObjectNode constraints = Json.object();
        if (minRate != null) {
            constraints.put("minRate", minRate);
        }
        String price = maxPrice;
        if (price != null) {
            constraints.put(
                    "maxPricePerSecond", Amounts.parse(price, session.market()).toString());
        }
        if (region != null) {
            constraints.put("region", region);
        }
        DataProtection protection = dataProtection;
        if (protection != null) {
            constraints.put("dataProtection", protection.name());
        }
        return constraints;
    }

    /** All of the node, or what it says that it keeps for its solver. */
    private int phiBps(JsonNode quote) {
        return mode() == Mode.SHARED ? quote.path("node").path("sharedPhiBps").asInt() : WHOLE_BPS;
    }

    /** The terms must be what was asked for and follow from the node's offer. */
    private void check(JsonNode quote, Address user) {
        Order order = OrderViews.ownTerms(session, quote, OrderId.parse(Json.text(quote, "orderId")), user);
        JsonNode offerView = quote.path("node").path("offer");
        if (!offerView.isObject()) {
            throw new CliException("The quote names no offer.");
        }
        Offer offer = Json.read(offerView, Offer.class);
        boolean isOffer = offer.structHash().equals(order.offerHash())
                && offer.nodeId().equals(order.nodeId())
                && offer.payee().equals(order.payee())
                && offer.stakeAccount().equals(order.stakeAccount());
        boolean isMode = order.mode() == mode() && order.phiBps() == phiBps(quote);
        boolean isAsked = isMode
                && order.durationSeconds() == seconds()
                && (node == null || order.nodeId().toString().equals(node));
        if (!isOffer || !isAsked || !order.totalPrice().equals(priceOf(order, offer))) {
            throw new CliException("The quoted terms are not what was asked for, or not those of the node's offer.");
        }
    }

    private TokenAmount priceOf(Order order, Offer offer) {
        return session.market().termPrice().of(offer.pricePerSecond(), order.mode(), order.durationSeconds());
    }
}
