package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.market.MarketFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What one validator found about a node, round by round. Public: no login is needed. */
@Command(
        name = "history",
        description = "Show a validator's verdicts on a node, the newest first, with the margin to the threshold.")
final class PowerHistory implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Node id.")
    private String node = "";

    @Option(
            names = "--validator",
            paramLabel = "ADDRESS",
            description = "Whom to ask, of those in the market file (default: the first).")
    private @Nullable String validator;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 48;

    PowerHistory(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NodeId nodeId = NodeId.parse(node);
        MarketFile.Validator asked = AskedValidator.of(session.market(), validator);
        List<JsonNode> verdicts = session.validator(asked.url().toString())
                .list("/api/challenge/v1/nodes/" + nodeId + "/history", Map.of(), limit);
        ObjectNode json = Json.object().put("validator", asked.address().toString());
        json.putArray("items").addAll(verdicts);
        session.output().result(json, out -> print(asked, verdicts, out));
        return 0;
    }

    private static void print(MarketFile.Validator asked, List<JsonNode> verdicts, PrintWriter out) {
        out.println("Verdicts of validator " + asked.address());
        Table table = Table.of("EPOCH", "DEVICE", "MODE", "RESULT", "SHARES", "NEEDED", "MARGIN", "H/s");
        verdicts.forEach(verdict -> table.row(
                verdict.path("epoch").asText(),
                verdict.path("device").asText(),
                verdict.path("mode").asText(),
                verdict.path("result").asText(),
                verdict.path("k").asText(),
                verdict.path("threshold").asText(),
                verdict.path("margin").asText(),
                verdict.path("measuredRate").asText()));
        table.print(out);
    }
}
