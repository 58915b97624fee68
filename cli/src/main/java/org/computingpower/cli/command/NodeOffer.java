package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Offer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Offers of a node. */
@Command(name = "offer", description = "The price and terms of a node.", subcommands = NodeOffer.Set.class)
final class NodeOffer {
    private NodeOffer() {}

    /** Signs the next offer. */
    @Command(name = "set", description = "Sign and publish the next version of the node's offer.")
    static final class Set implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "NODE", description = "Node id.")
        private String node = "";

        @Option(
                names = "--price-per-second",
                required = true,
                paramLabel = "AMOUNT",
                description = "Tokens, as 0.01, or base units, as 100base.")
        private String price = "";

        @Option(
                names = "--min-seconds",
                paramLabel = "SECONDS",
                description = "Shortest order (default: the market's).")
        private @Nullable Long minSeconds;

        @Option(names = "--max-seconds", paramLabel = "SECONDS", description = "Longest order (default: one day).")
        private long maxSeconds = Duration.ofDays(1).toSeconds();

        @Option(
                names = "--data-protection",
                description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        private DataProtection dataProtection = DataProtection.SIMULATED;

        @Option(
                names = "--valid-seconds",
                paramLabel = "SECONDS",
                description = "How long the offer holds (default: 30 days).")
        private long validSeconds = Duration.ofDays(30).toSeconds();

        Set(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            MarketFile market = session.market();
            SigningKey key = session.wallet();
            JsonNode view = session.node(NodeId.parse(node).toString());
            Address provider = Address.parse(Json.text(view, "providerAddress"));
            if (!provider.equals(key.address())) {
                throw new CliException(
                        "The offer is signed by the provider's wallet " + provider + ".", "Use it: --wallet NAME");
            }
            Long least = minSeconds;
            Offer offer = new Offer(
                    NodeId.parse(node),
                    provider,
                    Address.parse(Json.text(view, "payee")),
                    Address.parse(Json.text(view, "stakeAccount")),
                    market.contracts().token(),
                    Amounts.parse(price, market),
                    least == null ? (long) market.orders().minimumEpochs() * market.epochSeconds() : least,
                    maxSeconds,
                    dataProtection,
                    view.path("offer").path("version").asLong(0) + 1,
                    session.clock().instant().getEpochSecond() + validSeconds);
            ObjectNode request = Json.object();
            request.set("offer", Json.of(offer));
            request.put("signature", offer.sign(key, market.domains()).toString());
            JsonNode changed = session.platform().put("/api/registry/v1/nodes/" + node + "/offer", request);
            session.output()
                    .result(
                            changed,
                            out -> out.println("Offer " + offer.version() + ": "
                                    + Amounts.show(offer.pricePerSecond(), market) + " per second, "
                                    + offer.minSeconds() + " to " + offer.maxSeconds() + " s, "
                                    + offer.dataProtection()));
            return 0;
        }
    }
}
