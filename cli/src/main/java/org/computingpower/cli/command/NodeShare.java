package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.NodeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells the market how a node can be shared, as its gateway is configured now. */
@Command(
        name = "share",
        description = {
            "Tell the market which part of a node its gateway keeps from tenants of shared orders now",
            "(gateway.shared.phi-bps), or that orders have the node alone. Not while an order is open."
        })
final class NodeShare implements Callable<Integer> {
    private static final int ALONE = 0;

    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Node id.")
    private String node = "";

    @Mixin
    private final GatewayOptions gateway = new GatewayOptions();

    NodeShare(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NodeId nodeId = NodeId.parse(node);
        JsonNode status = gateway.open(session, node).status();
        JsonNode changed = session.platform()
                .patch(
                        "/api/registry/v1/nodes/" + nodeId,
                        Json.object()
                                .put("sharedPhiBps", status.path("sharedPhiBps").asInt(ALONE)));
        session.output().result(changed, out -> NodeViews.details(changed, session.market(), out));
        return 0;
    }
}
