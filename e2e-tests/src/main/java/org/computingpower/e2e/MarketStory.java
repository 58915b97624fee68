package org.computingpower.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.computingpower.local.LocalStack;

/**
 * The whole market: four providers of whom one is honest, two users, one application, ten epochs. Every step is a real
 * command or call, and every claim is looked up from outside.
 */
final class MarketStory {
    private static final int EPOCHS = 10;
    private static final long WEAK_RATE = 120_000;

    private final LocalStack stack;
    private final Narrator narrator;
    private final Path directory;
    private final Market market;
    private final Lookups lookups;
    private final ObjectNode summary = Demo.object();

    MarketStory(LocalStack stack, Narrator narrator) {
        this.stack = stack;
        this.narrator = narrator;
        this.directory = stack.options().directory();
        this.market = new Market(stack, narrator);
        this.lookups = new Lookups(stack);
    }

    /**
     * What came of it.
     *
     * @param summary the figures
     * @param honestOrder the order that ran to its end
     * @param stoppedOrder the order whose provider stopped answering
     */
    record Told(JsonNode summary, String honestOrder, String stoppedOrder) {}

    /**
     * Tells the story.
     *
     * @param application what the user deploys
     */
    Told tell(SampleApplication application) {
        Persona operator = market.persona("operator");
        operator.run("login", "--client-id", "operator");
        narrator.chapter("1. Supply: an honest node, one that will stop, one that boasts, one that cheats");
        Market.Supplied honest = market.supply("provider-1", "honest", 0, Market.NODE_RATE, application.origin());
        Market.Supplied stopping = market.supply("provider-2", "stopping", 1, Market.NODE_RATE, application.origin());
        Market.Supplied weak = market.supply("provider-3", "underpowered", 2, WEAK_RATE, application.origin());
        tampered();
        market.awaitListed(honest);
        market.awaitListed(stopping);
        underpowered(weak);
        weak.gateway().close();

        narrator.chapter("2. Demand: two users order, one deploys and sends sealed data");
        Persona alice = market.persona("alice").settleIn("USER");
        Persona bob = market.persona("bob").settleIn("USER");
        String aliceOrder = market.order(alice, honest, EPOCHS);
        String bobOrder = market.order(bob, stopping, EPOCHS);
        String canary = "canary-" + HexFormat.of().formatHex(new SecureRandom().generateSeed(12));
        workload(alice, aliceOrder, application, canary);
        memory(honest);

        narrator.chapter("3. Ten epochs of proofs; one provider stops answering");
        market.awaitWindows(alice, aliceOrder, 3);
        narrator.say("provider-2's gateway is killed");
        stopping.gateway().child().kill();
        market.awaitState(bob, bobOrder, "TERMINATED", 240);
        stopped(bob, bobOrder);

        narrator.chapter("4. The end: workload gone, statement adds up, batches final, money withdrawn");
        market.awaitState(alice, aliceOrder, "COMPLETED", 300);
        finish(operator, alice, aliceOrder, honest, canary);
        return new Told(summary, aliceOrder, bobOrder);
    }

    private void tampered() {
        Persona cheat = market.persona("provider-4");
        TamperedNode node = TamperedNode.of(stack, cheat, directory);
        node.register("https://127.0.0.1:" + stack.options().ports().gateway(3));
        node.submitEditedQuote();
        JsonNode judgment = narrator.await("the verdict on the edited quote", Duration.ofMinutes(1), node::judgment);
        narrator.check("REJECT".equals(judgment.path("decision").asText()), "the edited quote is rejected");
        String reason = judgment.path("reasons").path(0).asText();
        narrator.say("reason: " + reason);
        narrator.check(!lookups.node(node.nodeId()).path("listed").asBoolean(), "its node is not listed");
        summary.putObject("tampered").put("reason", reason);
    }

    private void underpowered(Market.Supplied node) {
        JsonNode view = narrator.await(
                "the rating of the node that boasts",
                Duration.ofMinutes(4),
                () -> Optional.of(lookups.node(node.nodeId()))
                        .filter(one ->
                                one.path("facets").path("power").path("rated").asLong() > 0));
        long rated = view.path("facets").path("power").path("rated").asLong();
        narrator.check(
                rated < WEAK_RATE && rated > WEAK_RATE / 2,
                "advertised " + Market.NODE_RATE + " hashes/s, rated " + rated + ": what it can do, less a tenth");
        summary.putObject("underpowered").put("advertised", Market.NODE_RATE).put("rated", rated);
    }

    private void workload(Persona user, String orderId, SampleApplication application, String canary) {
        user.run(
                "deploy",
                orderId,
                "--url",
                application.url(),
                "--sha256",
                application.sha256().toString(),
                "--wait");
        Path data = directory.resolve("alice-data.csv");
        StringBuilder rows = new StringBuilder("# " + canary + "\n");
        for (int x = 1; x <= 200; x++) {
            rows.append(x).append(',').append(3 * x + 7).append('\n');
        }
        lookups.write(data, rows.toString());
        user.run("data", "send", orderId, data.toString(), "--accept", "SIMULATED");
        user.run("access", "open", orderId);
        JsonNode result = narrator.await("the application's answer through the gateway", Duration.ofMinutes(1), () -> {
            Persona.Answer answer = user.attempt("access", "get", orderId, "/result.json");
            return lookups.json(answer.out())
                    .filter(one ->
                            "DONE".equals(lookups.result(one).path("state").asText()));
        });
        JsonNode trained = lookups.result(result);
        narrator.check(trained.path("rows").asInt() == 200, "the application saw the 200 sealed rows");
        narrator.check(
                Math.abs(trained.path("slope").asDouble() - 3) < 0.1,
                "it learned y = 3x + 7: slope " + trained.path("slope"));
        summary.put("appAnswered", true).put("sealedDataSeen", true);
    }

    private void memory(Market.Supplied node) {
        summary.put("secondsToReady", stack.file().secondsToReady());
        summary.put(
                "stackPssMiB",
                lookups.stackPssMiB() + lookups.pssMiB(node.gateway().child().pid()));
    }

    private void stopped(Persona user, String orderId) {
        JsonNode order = user.run("order", "status", orderId);
        narrator.check("PROVIDER_FAULT".equals(order.path("closeReason").asText()), "closed for the provider's fault");
        boolean proposed = narrator.await("the proposed slash", Duration.ofSeconds(30), () -> lookups.slashOf(orderId))
                .isObject();
        JsonNode windows = user.run("statement", orderId).path("windows");
        summary.putObject("stopped")
                .put("windows", windows.size())
                .put("passed", lookups.count(windows, "PASS"))
                .put("closeReason", order.path("closeReason").asText())
                .put("slashProposed", proposed);
        narrator.check(lookups.count(windows, "MISSING") >= 4, "its missing windows are refunded");
    }

    private void finish(Persona operator, Persona user, String orderId, Market.Supplied node, String canary) {
        market.awaitNoContainer(orderId);
        JsonNode statement = user.run("statement", orderId);
        JsonNode totals = statement.path("totals");
        BigInteger released = new BigInteger(totals.path("released").asText());
        BigInteger refunded = new BigInteger(totals.path("refunded").asText());
        market.checkSum(statement);
        JsonNode reconciled = market.reconciled(operator, lookups);
        JsonNode withdrawn = node.provider().run("withdraw", orderId);
        JsonNode onChain = lookups.order(reconciled, orderId).path("chain");
        JsonNode windows = statement.path("windows");
        summary.putObject("honest")
                .put("windows", windows.size())
                .put("passed", lookups.count(windows, "PASS"))
                .put("released", released.toString())
                .put("fee", totals.path("fee").asText())
                .put("refunded", refunded.toString())
                .put("onChainReleased", onChain.path("releasedCum").asText())
                .put("onChainRefunded", onChain.path("refundedCum").asText())
                .put("providerWithdrawn", withdrawn.path("amount").asText());
        narrator.check(windows.size() == EPOCHS, "ten windows were settled");
        narrator.check(
                released.toString().equals(onChain.path("releasedCum").asText()),
                "the chain released what the ledger says");
        int plaintext = lookups.plaintext(canary);
        narrator.check(plaintext == 0, "the user's plaintext is in no database, topic or log of the platform");
        summary.put("plaintextInPlatform", plaintext);
        summary.put("driftBaseUnits", reconciled.path("driftBaseUnits").asText());
        table(orderId, statement, onChain);
    }

    private void table(String orderId, JsonNode statement, JsonNode onChain) {
        narrator.say("%-14s %8s %22s %20s %20s %22s %6s"
                .formatted("order", "windows", "released", "fee", "refunded", "released on chain", "drift"));
        narrator.say("%-14s %8d %22s %20s %20s %22s %6s"
                .formatted(
                        orderId.substring(0, 12),
                        statement.path("windows").size(),
                        statement.path("totals").path("released").asText(),
                        statement.path("totals").path("fee").asText(),
                        statement.path("totals").path("refunded").asText(),
                        onChain.path("releasedCum").asText(),
                        "0"));
    }
}
