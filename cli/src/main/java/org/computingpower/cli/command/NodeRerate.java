package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.NodeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a node measured anew. */
@Command(
        name = "rerate",
        description = {
            "Have all devices of a node measured anew, as they are or as described now.",
            "Until its new ratings are there, the node is not listed. Not while an order is open."
        })
final class NodeRerate implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Node id.")
    private String node = "";

    @Option(
            names = "--device",
            paramLabel = DeviceOption.FORM,
            converter = DeviceOption.Converter.class,
            description = "All devices that the node has from now on, one option each (default: as before).")
    private List<DeviceOption> devices = new ArrayList<>();

    NodeRerate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NodeId nodeId = NodeId.parse(node);
        ObjectNode request = Json.object();
        if (!devices.isEmpty()) {
            ArrayNode described = request.putArray("devices");
            for (DeviceOption device : devices) {
                if (device.rate().isEmpty()) {
                    throw new CliException("Device " + device.index() + " has no rate.", "See: cpctl power bench");
                }
                device.addTo(described, Json.object());
            }
        }
        JsonNode changed = session.platform().post("/api/registry/v1/nodes/" + nodeId + "/rating", request);
        session.output().result(changed, out -> {
            NodeViews.details(changed, session.market(), out);
            out.println("Measured in the rounds from epoch "
                    + changed.path("effectiveEpoch").asText() + " on. Next: cpctl node status " + nodeId
                    + " --until LISTED");
        });
        return 0;
    }
}
