package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the caller's orders. */
@Command(name = "list", description = "List your orders; an operator sees all.")
final class OrderList implements Callable<Integer> {
    private final Session session;

    @Option(names = "--state", paramLabel = "STATE", description = "In this state.")
    private @Nullable String state;

    @Option(names = "--node", paramLabel = "NODE", description = "On this node.")
    private @Nullable String node;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    OrderList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, String> filters = new LinkedHashMap<>();
        if (state != null) {
            filters.put("state", state.toUpperCase(Locale.ROOT));
        }
        if (node != null) {
            filters.put("nodeId", node);
        }
        List<JsonNode> orders = session.platform().list("/api/orders/v1", filters, limit);
        ObjectNode json = Json.object();
        json.putArray("items").addAll(orders);
        session.output().result(json, out -> OrderViews.list(orders, session.market(), out));
        return 0;
    }
}
