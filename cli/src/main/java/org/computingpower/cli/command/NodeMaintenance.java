package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.NodeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a node out and in. */
@Command(name = "maintenance", description = "Take a node out of the list (on) or back in (off).")
final class NodeMaintenance implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NODE", description = "Node id.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "on|off", description = "One of ${COMPLETION-CANDIDATES}.")
    private Switch wanted = Switch.on;

    /** On or off. */
    enum Switch {
        on,
        off
    }

    NodeMaintenance(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode changed = session.platform()
                .patch(
                        "/api/registry/v1/nodes/" + NodeId.parse(node),
                        Json.object().put("maintenance", wanted == Switch.on));
        session.output().result(changed, out -> NodeViews.details(changed, session.market(), out));
        return 0;
    }
}
