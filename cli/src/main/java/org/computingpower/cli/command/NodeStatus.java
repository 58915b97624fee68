package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Waiting;
import org.computingpower.terms.NodeId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one node, or waits for it. */
@Command(name = "status", description = "Show a node with its facets and what it lacks.")
final class NodeStatus implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Node id.")
    private String node = "";

    @Option(names = "--watch", description = "Show every change until --until holds.")
    private boolean watch;

    @Option(
            names = "--until",
            paramLabel = "STATE",
            description = "LISTED, a lifecycle (ACTIVE), or a facet's status (VALID, SUFFICIENT, RATED).")
    private @Nullable String until;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Default: ${DEFAULT-VALUE}.")
    private long timeoutSeconds = 300;

    private String last = "";

    NodeStatus(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String nodeId = NodeId.parse(node).toString();
        JsonNode found = watch || until != null ? awaited(nodeId) : session.node(nodeId);
        session.output().result(found, out -> NodeViews.details(found, session.market(), out));
        return 0;
    }

    private JsonNode awaited(String nodeId) {
        String wanted = Optional.ofNullable(until).orElse("LISTED").toUpperCase(Locale.ROOT);
        return Waiting.until("node " + nodeId + " is " + wanted, Duration.ofSeconds(timeoutSeconds), INTERVAL, () -> {
            JsonNode view = session.node(nodeId);
            JsonNode facets = view.path("facets");
            String line = (view.path("listed").asBoolean()
                            ? "LISTED"
                            : view.path("lifecycle").asText()) + " attestation="
                    + facets.path("attestation").path("status").asText() + " stake="
                    + facets.path("stake").path("status").asText() + " power="
                    + facets.path("power").path("status").asText() + " missing=" + view.path("missing");
            if (!line.equals(last)) {
                session.output().progress(line);
                last = line;
            }
            return Optional.of(view).filter(ignored -> holds(view, wanted));
        });
    }

    private static boolean holds(JsonNode view, String wanted) {
        JsonNode facets = view.path("facets");
        return wanted.equals("LISTED")
                ? view.path("listed").asBoolean()
                : view.path("lifecycle").asText().equals(wanted)
                        || facets.path("attestation").path("status").asText().equals(wanted)
                        || facets.path("stake").path("status").asText().equals(wanted)
                        || facets.path("power").path("status").asText().equals(wanted);
    }
}
