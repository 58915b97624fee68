package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.NodeId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

    @Option(names = "--gateway", paramLabel = "URL", description = "Admin address (default: as registered).")
    private @Nullable String gateway;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "Its admin token (default: as registered).")
    private @Nullable Path adminTokenFile;

    NodeShare(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NodeId nodeId = NodeId.parse(node);
        JsonNode status = GatewayFile.open(
                        session, node, Optional.ofNullable(gateway), Optional.ofNullable(adminTokenFile))
                .status();
        JsonNode changed = session.platform()
                .patch(
                        "/api/registry/v1/nodes/" + nodeId,
                        Json.object()
                                .put("sharedPhiBps", status.path("sharedPhiBps").asInt(ALONE)));
        session.output().result(changed, out -> NodeViews.details(changed, session.market(), out));
        return 0;
    }
}
