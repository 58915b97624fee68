package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.session.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminChainTest {
    @TempDir
    private Path home;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.plain();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Run run(String... args) {
        List<String> command = new ArrayList<>(List.of("chain"));
        command.addAll(List.of(args));
        return admin(command.toArray(String[]::new));
    }

    private Run admin(String... args) {
        List<String> command = new ArrayList<>(List.of("admin"));
        command.addAll(List.of(args));
        return Run.of(
                Map.of("CPCTL_HOME", home.toString(), "CPCTL_PLATFORM", server.url()), command.toArray(String[]::new));
    }

    private static ObjectNode status(boolean halted) {
        ObjectNode status = Json.object()
                .put("chainId", 31_337)
                .put("head", 12)
                .put("halted", halted)
                .put("haltReason", "block 7 was final")
                .put("pendingIntents", 2);
        status.putObject("finalized").put("number", 10);
        return status;
    }

    @Test
    void showsWhereTheRelayerStandsAndFailsWhileItIsHalted() {
        server.on("GET /api/chain/v1/status", request -> Reply.ok(status(false)));
        Run moving = run("status");
        server.on("GET /api/chain/v1/status", request -> Reply.ok(status(true)));
        Run halted = run("status");

        assertThat(moving.exitCode()).isZero();
        assertThat(moving.out()).contains("followed up to block 12, final up to 10, 2 intents pending");
        assertThat(halted.exitCode()).isEqualTo(1);
        assertThat(halted.out()).contains("Halted: block 7 was final");
    }

    @Test
    void waitsForTheEndOfAReplay() {
        AtomicInteger questions = new AtomicInteger();
        ObjectNode replay = Json.object()
                .put("fromBlock", 5)
                .put("toBlock", 10)
                .put("logsChecked", 8)
                .put("logsAdded", 1);
        server.on("POST /api/chain/v1/replays", request -> Reply.ok(replay.put("finished", false)))
                .on(
                        "GET /api/chain/v1/replays/latest",
                        request -> Reply.ok(replay.put("finished", questions.incrementAndGet() > 1)));

        Run run = run("replay", "--from-block", "5");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Blocks 5 to 10: done, 8 logs agree, 1 were missing");
        assertThat(questions).hasValue(2);
        assertThat(server.requests("POST /api/chain/v1/replays")
                        .getFirst()
                        .json()
                        .path("fromBlock")
                        .asLong())
                .isEqualTo(5);
    }

    @Test
    void letsTheServiceCompareAndFailsOnAnyDrift() {
        String path = "POST /api/settlement/v1/reconciliation/reports";
        ObjectNode report = Json.object().put("blockNumber", 9).put("orders", 3).put("differing", 0);
        server.on(path, request -> Reply.ok(report.put("orderDrift", "0").put("totalDrift", "0")));
        Run equal = admin("reconcile", "chain", "--by-service");
        server.on(path, request -> Reply.ok(report.put("totalDrift", "1")));
        Run different = admin("reconcile", "chain", "--by-service");

        assertThat(equal.exitCode()).isZero();
        assertThat(equal.out()).contains("Block 9: 3 orders, 0 differ, drift of orders 0, in total 0 base units");
        assertThat(different.exitCode()).isEqualTo(1);
    }

    @Test
    void tellsThatNothingIsHaltedOrStopped() {
        server.on(
                        "POST /api/chain/v1/follower/resume",
                        request -> Reply.problem(409, "follower-not-halted", "The follower is not halted."))
                .on(
                        "POST /api/chain/v1/key/resync",
                        request -> Reply.ok(Json.object().put("accepted", true)));

        assertThat(run("resume").exitCode()).isEqualTo(1);
        assertThat(run("resume").err()).contains("The follower is not halted.");
        assertThat(run("resync-key").exitCode()).isZero();
    }
}
