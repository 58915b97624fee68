package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.signed.DataProtection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Searches nodes. */
@Command(name = "list", description = "List nodes by filters.")
final class NodeList implements Callable<Integer> {
    private final Session session;

    @Option(names = "--listed", description = "Only nodes that can be ordered.")
    private boolean listed;

    @Option(names = "--provider", paramLabel = "ACCOUNT", description = "Of one provider.")
    private @Nullable String provider;

    @Option(names = "--min-rate", paramLabel = "RATE", description = "At least this rating, hashes per second.")
    private @Nullable Long minRate;

    @Option(names = "--max-price-per-second", paramLabel = "AMOUNT", description = "At most this price.")
    private @Nullable String maxPrice;

    @Option(names = "--region", paramLabel = "REGION", description = "In one region.")
    private @Nullable String region;

    @Option(names = "--data-protection", description = "At least one of ${COMPLETION-CANDIDATES}.")
    private @Nullable DataProtection dataProtection;

    @Option(names = "--trust-domain", paramLabel = "INTEL|SIMULATED", description = "Under this root only.")
    private @Nullable String trustDomain;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    NodeList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<JsonNode> nodes = session.platform().list("/api/registry/v1/nodes", filters(), limit);
        ObjectNode json = Json.object();
        json.putArray("items").addAll(nodes);
        session.output().result(json, out -> NodeViews.list(nodes, session.market(), out));
        return 0;
    }

    private Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        if (listed) {
            filters.put("listed", "true");
        }
        put(filters, "provider", provider);
        put(filters, "minRate", minRate);
        put(filters, "region", region);
        put(filters, "dataProtection", dataProtection);
        put(filters, "trustDomain", trustDomain);
        String price = maxPrice;
        if (price != null) {
            filters.put(
                    "maxPricePerSecond", Amounts.parse(price, session.market()).toString());
        }
        return filters;
    }

    private static void put(Map<String, String> filters, String name, @Nullable Object value) {
        if (value != null) {
            filters.put(name, value.toString());
        }
    }
}
