package org.computingpower.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.kit.fixture.ChildProcess;
import org.computingpower.local.JavaService;
import org.computingpower.local.LocalStack;

/** What people do in a market, each step by real commands: bring a node, order it, look how it goes. */
final class Market {
    /** Hashes per second that an honest node advertises and does. */
    static final long NODE_RATE = 250_000;

    static final int EPOCH_SECONDS = 15;
    private static final String PRICE_PER_SECOND = "0.01";

    private final LocalStack stack;
    private final Narrator narrator;
    private final Leftovers leftovers;

    Market(LocalStack stack, Narrator narrator) {
        this.stack = stack;
        this.narrator = narrator;
        this.leftovers = new Leftovers(stack.options().directory());
    }

    /** A node that its provider brought to the market. */
    record Supplied(String nodeId, Persona provider, GatewayPlan plan, JavaService gateway) {}

    Persona persona(String name) {
        return Persona.of(narrator, stack.options().directory(), stack, name);
    }

    /** A provider brings a node that orders have alone. */
    Supplied supply(String providerName, String gatewayName, int index, long rate, String applicationOrigin) {
        return supply(new GatewayPlan(gatewayName, index, providerName, rate, applicationOrigin, Optional.empty()));
    }

    /** A provider settles in, starts a gateway, and registers, offers, attests and stakes its node. */
    Supplied supply(GatewayPlan plan) {
        Persona provider = persona(plan.provider()).settleIn("PROVIDER");
        JavaService gateway = plan.start(stack);
        String nodeId = provider.run(
                        "node", "register",
                        "--gateway", plan.adminUrl(stack),
                        "--admin-token-file", plan.adminToken(stack).toString(),
                        "--origin", plan.origin(stack),
                        "--advertise", Long.toString(NODE_RATE),
                        "--device-model", "generic-cpu",
                        "--region", "eu-1")
                .path("nodeId")
                .asText();
        leftovers.note(nodeId);
        provider.run(
                "node",
                "offer",
                "set",
                nodeId,
                "--price-per-second",
                PRICE_PER_SECOND,
                "--min-seconds",
                "45",
                "--max-seconds",
                "3600",
                "--data-protection",
                "GATEWAY_ENCLAVE");
        provider.run(
                "node",
                "attest",
                nodeId,
                "--gateway",
                plan.adminUrl(stack),
                "--admin-token-file",
                plan.adminToken(stack).toString());
        provider.run("node", "stake", nodeId, "1000");
        return new Supplied(nodeId, provider, plan, gateway);
    }

    /** Waits until the node is attested, staked, rated and therefore listed. */
    void awaitListed(Supplied node) {
        node.provider().run("node", "status", node.nodeId(), "--watch", "--until", "LISTED", "--timeout", "240");
    }

    /** Quotes, signs and funds an order of so many epochs that has its node alone, and waits until it is active; gives its id. */
    String order(Persona user, Supplied node, int epochs) {
        return order(user, node, epochs, "exclusive");
    }

    /** The same in either mode, {@code exclusive} or {@code shared}. */
    String order(Persona user, Supplied node, int epochs, String mode) {
        String orderId = user.run(
                        "order",
                        "quote",
                        "--node",
                        node.nodeId(),
                        "--duration",
                        Integer.toString(epochs * EPOCH_SECONDS),
                        "--mode",
                        mode)
                .path("orderId")
                .asText();
        user.run("order", "sign", orderId);
        user.run("order", "fund", orderId);
        awaitState(user, orderId, "ACTIVE", 90);
        return orderId;
    }

    void awaitState(Persona user, String orderId, String state, int seconds) {
        user.run("order", "status", orderId, "--watch", "--until", state, "--timeout", Integer.toString(seconds));
    }

    /** Waits until so many windows of the order are settled. */
    void awaitWindows(Persona user, String orderId, int windows) {
        narrator.await(
                windows + " settled windows",
                Duration.ofSeconds(150),
                () -> Optional.of(user.run("statement", orderId))
                        .filter(statement -> statement.path("windows").size() >= windows));
    }

    /** Waits until no container of the order runs or lies about. */
    void awaitNoContainer(String orderId) {
        narrator.await(
                "the workload to be gone",
                Duration.ofMinutes(1),
                () -> Optional.of(containers()).filter(list -> !list.contains(orderId.substring(2, 14))));
    }

    static String containers() {
        return ChildProcess.run(
                List.of("podman", "ps", "--all", "--format", "{{.Names}} {{.Labels}}"),
                Map.of(),
                Duration.ofSeconds(20));
    }

    /** The operator's reconciliation at one finalized block, as soon as it shows no drift. */
    JsonNode reconciled(Persona operator, Lookups lookups) {
        JsonNode report = narrator.await("ledger and contracts to agree at one block", Duration.ofMinutes(1), () -> {
            Persona.Answer answer = operator.attempt("admin", "reconcile", "chain");
            return answer.exitCode() == 0 ? lookups.json(answer.out()) : Optional.empty();
        });
        narrator.check("0".equals(report.path("driftBaseUnits").asText()), "drift is 0 base units");
        return report;
    }

    /** released + refunded = deposit, or the story breaks. */
    void checkSum(JsonNode statement) {
        BigInteger released =
                new BigInteger(statement.path("totals").path("released").asText());
        BigInteger refunded =
                new BigInteger(statement.path("totals").path("refunded").asText());
        narrator.check(
                released.add(refunded)
                        .equals(new BigInteger(statement.path("deposit").asText())),
                "released + refunded = deposit");
    }
}
