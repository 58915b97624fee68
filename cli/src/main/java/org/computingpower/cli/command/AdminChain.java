package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The relayer: where it stands, and what to do when it stands still. */
@Command(
        name = "chain",
        description = "The relayer: where it stands, and what to do when it stands still.",
        subcommands = {
            AdminChain.Status.class,
            AdminChain.Replay.class,
            AdminChain.Resume.class,
            AdminChain.ResyncKey.class
        })
final class AdminChain {
    private static final String API = "/api/chain/v1";

    private AdminChain() {}

    /** Shows where the relayer stands; exits 1 while it is halted. */
    @Command(name = "status", description = "Show where the relayer stands; exits 1 while it is halted.")
    static final class Status implements Callable<Integer> {
        private final Session session;

        Status(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode status = session.platform().get(API + "/status");
            session.output().result(status, out -> {
                out.println("Chain " + status.path("chainId").asText() + ": followed up to block "
                        + status.path("head").asText("-") + ", final up to "
                        + status.path("finalized").path("number").asText("-") + ", "
                        + status.path("pendingIntents").asText() + " intents pending");
                if (status.path("halted").asBoolean()) {
                    out.println("Halted: " + status.path("haltReason").asText());
                }
            });
            return status.path("halted").asBoolean() ? 1 : 0;
        }
    }

    /** Reads finalized blocks again. */
    @Command(
            name = "replay",
            description = "Read all logs from a block to the last finalized one again and add what the books lack.")
    static final class Replay implements Callable<Integer> {
        private static final Duration INTERVAL = Duration.ofSeconds(1);

        private final Session session;

        @Option(names = "--from-block", required = true, paramLabel = "BLOCK", description = "First block, from 0 on.")
        private long fromBlock;

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                description = "Wait for the end; 0 = do not wait (default: ${DEFAULT-VALUE}).")
        private long waitSeconds = 60;

        Replay(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode asked =
                    session.platform().post(API + "/replays", Json.object().put("fromBlock", fromBlock));
            JsonNode last = waitSeconds == 0
                    ? asked
                    : Waiting.until("replay finished", Duration.ofSeconds(waitSeconds), INTERVAL, this::finished);
            session.output().result(last, out -> print(last, out));
            return 0;
        }

        private Optional<JsonNode> finished() {
            JsonNode replay = session.platform().get(API + "/replays/latest");
            session.output()
                    .progress("Block " + replay.path("nextBlock").asText() + " of "
                            + replay.path("toBlock").asText());
            return Optional.of(replay).filter(found -> found.path("finished").asBoolean());
        }

        private static void print(JsonNode replay, PrintWriter out) {
            out.println("Blocks " + replay.path("fromBlock").asText() + " to "
                    + replay.path("toBlock").asText() + ": "
                    + (replay.path("finished").asBoolean() ? "done, " : "asked for, ")
                    + replay.path("logsChecked").asText() + " logs agree, "
                    + replay.path("logsAdded").asText() + " were missing");
        }
    }

    /** Ends a halt. */
    @Command(
            name = "resume",
            description = "Let a halted relayer try again. It halts again while the chain still breaks its promise.")
    static final class Resume implements Callable<Integer> {
        private final Session session;

        Resume(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode accepted = session.platform().post(API + "/follower/resume", Json.object());
            session.output().result(accepted, out -> out.println("The relayer tries again: cpctl admin chain status"));
            return 0;
        }
    }

    /** Starts a stopped key again. */
    @Command(
            name = "resync-key",
            description =
                    "Start a stopped key again where the chain stands, after you accounted for the nonces it does not know.")
    static final class ResyncKey implements Callable<Integer> {
        private final Session session;

        ResyncKey(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode accepted = session.platform().post(API + "/key/resync", Json.object());
            session.output()
                    .result(
                            accepted,
                            out -> out.println(
                                    "The key starts again once no transaction unknown to the relayer is open."));
            return 0;
        }
    }
}
