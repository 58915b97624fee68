package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.evidence.EvidenceDownload;
import org.computingpower.cli.evidence.VerifiedEvidence;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.computingpower.cli.session.Waiting;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.Order;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys an application. */
@Command(
        name = "deploy",
        description = {
            "Run an application on an order's node: a YAML by URL with the digest of its bytes.",
            "The node's attestation is checked on this machine first. There is no way around the check."
        })
public final class DeployCommand implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Session session;

    @Parameters(paramLabel = "ORDER", description = "Order id.")
    private String order = "";

    @Option(names = "--url", required = true, paramLabel = "URL", description = "Where the gateway fetches the YAML.")
    private String url = "";

    @ArgGroup(multiplicity = "1")
    private Digest digest = new Digest();

    @Option(names = "--wait", description = "Wait until it is ready or has failed.")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Default: ${DEFAULT-VALUE}.")
    private long timeoutSeconds = 180;

    private String last = "";

    /** The digest, or the file it is of. */
    static final class Digest {
        @Option(names = "--sha256", required = true, paramLabel = "HEX", description = "SHA-256 of the YAML's bytes.")
        private @Nullable String sha256;

        @Option(
                names = "--file",
                required = true,
                paramLabel = "FILE",
                description = "The same YAML here, to take its digest.")
        private @Nullable Path file;
    }

    DeployCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        OrderId orderId = OrderId.parse(order);
        requireAttestation(orderId);
        JsonNode asked = session.platform()
                .put(
                        "/api/orders/v1/" + orderId + "/deployment",
                        Json.object().put("url", url).put("sha256", sha256().toString()));
        JsonNode done = wait ? awaited(orderId, asked.path("generation").asLong()) : asked;
        session.output()
                .result(
                        done,
                        out -> Table.facts()
                                .row("order", order)
                                .row("generation", done.path("generation").asText())
                                .row("phase", done.path("phase").asText())
                                .row("detail", done.path("detail").asText(""))
                                .print(out));
        return done.path("phase").asText().equals("FAILED") ? 1 : 0;
    }

    /** An application runs on no node whose evidence fails or is stale under the order's policy. */
    private void requireAttestation(OrderId orderId) {
        Order terms = OrderViews.terms(session.order(order), orderId, session.market());
        VerifiedEvidence evidence = new EvidenceDownload(session)
                .verify(terms.nodeId(), terms.policyHash(), Optional.empty())
                .require("Deploying");
        session.output()
                .progress("The node's attestation holds here: "
                        + evidence.checks().all().size() + " checks under " + evidence.trustDomain() + " trust");
    }

    private Bytes32 sha256() {
        String text = digest.sha256;
        if (text != null) {
            return Bytes32.parse(text.startsWith("0x") ? text : "0x" + text);
        }
        try {
            return Digests.sha256(
                    Files.readAllBytes(Optional.ofNullable(digest.file).orElseThrow()));
        } catch (IOException e) {
            throw new CliException("Cannot read " + digest.file + ".");
        }
    }

    private JsonNode awaited(OrderId orderId, long generation) {
        return Waiting.until("the deployment is ready", Duration.ofSeconds(timeoutSeconds), INTERVAL, () -> {
            JsonNode view = session.platform().get("/api/orders/v1/" + orderId + "/deployment");
            String phase = view.path("phase").asText();
            if (!phase.equals(last)) {
                session.output().progress(phase + " " + view.path("detail").asText(""));
                last = phase;
            }
            boolean isObserved = view.path("observedGeneration").asLong() >= generation;
            return Optional.of(view).filter(ignored -> isObserved && phase.matches("READY|FAILED|REMOVED"));
        });
    }
}
