package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.computingpower.cli.http.GatewayAdmin;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.NodePossession;
import org.computingpower.terms.key.VerifyingKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Registers a node by its gateway. */
@Command(name = "register", description = "Register a node; its gateway proves that it holds the node key.")
final class NodeRegister implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--gateway",
            required = true,
            paramLabel = "URL",
            description = "Admin address of the gateway, on loopback.")
    private String gateway = "";

    @Option(names = "--admin-token-file", required = true, paramLabel = "FILE", description = "Its admin token.")
    private Path adminTokenFile = Path.of("");

    @Option(
            names = "--origin",
            paramLabel = "URL",
            description = "Public https origin of the gateway (default: as the gateway says).")
    private @Nullable String origin;

    @Option(
            names = "--advertise",
            paramLabel = "RATE",
            description = "Hashes per second (default: what the gateway advises).")
    private @Nullable Long advertise;

    @Option(
            names = "--device-model",
            paramLabel = "NAME",
            description = "Model of the only device; the registry checks the rates of those in: cpctl power models.")
    private String deviceModel = "generic";

    @Option(names = "--device-kind", paramLabel = "CPU|GPU", description = "Kind of the only device.")
    private DeviceOption.Kind deviceKind = DeviceOption.Kind.CPU;

    @Option(
            names = "--device",
            paramLabel = DeviceOption.FORM,
            converter = DeviceOption.Converter.class,
            description = {
                "One of several devices, repeated for each. Each is rated and challenged on its own, all must pass.",
                "Without RATE (0:CPU::NAME): what the gateway advises."
            })
    private List<DeviceOption> devices = new ArrayList<>();

    @Option(names = "--region", required = true, paramLabel = "REGION", description = "Such as eu-central.")
    private String region = "";

    @Option(names = "--payee", paramLabel = "ADDRESS", description = "Who is paid (default: the wallet).")
    private @Nullable String payee;

    NodeRegister(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Address provider = session.wallets().address(session.walletName());
        GatewayAdmin admin = new GatewayAdmin(session.http(), gateway, adminTokenFile);
        JsonNode possession = admin.possession(provider.toString());
        VerifyingKey nodeKey = VerifyingKey.parse(Json.text(possession, "publicKey"));
        Signature proof = Signature.parse(Json.text(possession, "signature"));
        if (!NodePossession.isProven(nodeKey, provider, proof)) {
            throw new CliException("The gateway did not prove that it holds the node key.");
        }
        if (!devices.isEmpty() && advertise != null) {
            throw new CliException("Give --advertise for one device, or --device for each of several.");
        }
        JsonNode status = admin.status();
        ObjectNode request = Json.object()
                .put("publicKey", nodeKey.toString())
                .put("gatewayOrigin", publicOrigin(status))
                .put("stakeAccount", provider.toString())
                .put("payee", Optional.ofNullable(payee).orElse(provider.toString()))
                .put("region", region)
                .put("possession", proof.toString());
        ArrayNode described = request.putArray("devices");
        devices(status).forEach(device -> device.addTo(described, status));
        if (status.hasNonNull("sharedPhiBps")) {
            request.put("sharedPhiBps", status.path("sharedPhiBps").asInt());
        }
        JsonNode node = session.platform().post("/api/registry/v1/nodes", request);
        String nodeId = Json.text(node, "nodeId");
        if (!nodeId.equals(nodeKey.nodeId().toString())) {
            throw new CliException("The registry answered with another node: " + nodeId);
        }
        GatewayFile.save(session, nodeId, gateway, adminTokenFile);
        session.output()
                .result(node, out -> out.println("Registered node " + nodeId + "; next: cpctl node attest " + nodeId));
        return 0;
    }

    private String publicOrigin(JsonNode status) {
        return Optional.ofNullable(origin)
                .or(() -> Optional.of(status.path("publicOrigin").asText()).filter(text -> !text.isEmpty()))
                .orElseThrow(
                        () -> new CliException("The gateway does not say its public origin.", "Give --origin URL."));
    }

    private List<DeviceOption> devices(JsonNode status) {
        if (!devices.isEmpty()) {
            return devices;
        }
        if (status.path("devices").size() > 1) {
            throw new CliException(
                    "The gateway solves for " + status.path("devices").size() + " devices.",
                    "Describe each of them: --device " + DeviceOption.FORM);
        }
        Long given = advertise;
        return List.of(new DeviceOption(
                0, deviceKind, given == null ? OptionalLong.empty() : OptionalLong.of(given), deviceModel));
    }
}
