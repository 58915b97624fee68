package org.computingpower.gateway.adapter.validator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.computingpower.gateway.application.solver.Assignment;
import org.computingpower.gateway.application.solver.Proof;
import org.computingpower.gateway.application.solver.SignedRound;
import org.computingpower.gateway.application.solver.Validator;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofParameters;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.CommitReceipt;

/** One validator's challenge-service over HTTP. */
public final class ValidatorHttp implements Validator {
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final int MAX_DEVICES = 64;

    private final MarketFile.Validator validator;
    private final Patience patience;
    private final HttpClient client;
    private final ObjectMapper json;
    private final ScheduledThreadPoolExecutor watchdog = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("stream-watchdog").daemon().factory());
    private volatile String lastEventId = "";

    /**
     * How long this side waits.
     *
     * @param answer until a call is answered to its last byte, or a stream begins
     * @param silence a stream without a line for so long is dead
     */
    public record Patience(Duration answer, Duration silence) {}

    /**
     * A validator.
     *
     * @param validator from the market file
     */
    public ValidatorHttp(MarketFile.Validator validator, Patience patience, HttpClient client, ObjectMapper json) {
        this.validator = validator;
        this.patience = patience;
        this.client = client;
        this.json = json;
        // Each line of a stream sets it anew, and whoever sends many lines shall not fill its queue.
        watchdog.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Address address() {
        return validator.address();
    }

    @Override
    public void follow(Consumer<SignedRound> rounds) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/rounds/stream"))
                .timeout(patience.answer())
                .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("The stream answers " + answer.statusCode());
            }
            read(body, rounds);
        }
    }

    private void read(InputStream body, Consumer<SignedRound> rounds) throws IOException {
        EventStreamParser parser = new EventStreamParser();
        BoundedLines lines = new BoundedLines(body, EventStreamParser.MAX_DATA);
        while (true) {
            ScheduledFuture<?> death = watchdog.schedule(
                    () -> closeQuietly(body), patience.silence().toMillis(), TimeUnit.MILLISECONDS);
            String line = lines.next().orElseThrow(() -> new IOException("The stream ended"));
            death.cancel(false);
            Optional<EventStreamParser.Event> event = parser.line(line);
            if (event.isPresent()) {
                onEvent(event.get(), rounds);
                parser.lastId().ifPresent(id -> lastEventId = id);
            }
        }
    }

    private void onEvent(EventStreamParser.Event event, Consumer<SignedRound> rounds) throws IOException {
        if (event.name().equals("round-open")) {
            SignedRound round = json.readValue(event.data(), SignedRound.class);
            if (round.validator().equals(address())) {
                rounds.accept(round);
            }
        }
    }

    @Override
    public Optional<List<Assignment>> assignment(NodeId nodeId, long epoch) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                send(HttpRequest.newBuilder(uri("/nodes/" + nodeId + "/assignment?epoch=" + epoch))
                        .GET()
                        .build());
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        if (answer.statusCode() != 200) {
            throw new IOException("The assignment answers " + answer.statusCode());
        }
        JsonNode items = json.readTree(answer.body()).path("items");
        if (items.size() > MAX_DEVICES) {
            throw new IOException("More than " + MAX_DEVICES + " devices");
        }
        List<Assignment> assignments = new ArrayList<>();
        for (JsonNode item : items) {
            assignments.add(parse(item));
        }
        return Optional.of(List.copyOf(assignments));
    }

    private static Assignment parse(JsonNode item) throws IOException {
        try {
            ProofParameters parameters = parameters(item.path("params").asText());
            JsonNode audit = item.path("auditParams");
            if (!parameters.hash().equals(Hash32.parse(item.path("paramsHash").asText()))) {
                throw new IOException("The parameters do not have their hash");
            }
            return new Assignment(
                    item.path("device").asInt(),
                    OrderId.parse(item.path("orderId").asText()),
                    parameters,
                    audit.isTextual() ? Optional.of(parameters(audit.asText())) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new IOException("No assignment: " + e.getMessage(), e);
        }
    }

    private static ProofParameters parameters(String hex) {
        return ProofParameters.decode(HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex));
    }

    @Override
    public Answer commit(Proof proof) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                post("/commits", Map.of("commit", proof.commit(), "signature", proof.commitSignature()));
        if (answer.statusCode() / 100 != 2) {
            return failed(answer);
        }
        JsonNode receipt = json.readTree(answer.body());
        return new Answer.Receipted(
                json.treeToValue(receipt.path("receipt"), CommitReceipt.class),
                Signature.parse(receipt.path("signature").asText()));
    }

    @Override
    public Answer reveal(Proof proof) throws IOException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("nodeId", proof.commit().nodeId());
        body.put("epoch", proof.commit().epoch());
        body.put("device", proof.commit().device());
        body.put("reveal", proof.reveal());
        body.put("nonces", proof.nonces());
        body.put("signature", proof.revealSignature());
        HttpResponse<byte[]> answer = post("/reveals", body);
        return answer.statusCode() / 100 == 2 ? new Answer.Taken() : failed(answer);
    }

    /** What may be different in a moment is worth another try; a judgment of the message itself is not. */
    private Answer failed(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String reason = status + " " + detail(answer.body());
        boolean mayChange = status >= 500 || status == 404 || status == 409 || status == 425 || status == 429;
        return mayChange ? new Answer.NotNow(reason) : new Answer.Refused(reason);
    }

    private String detail(byte[] body) {
        try {
            JsonNode problem = json.readTree(body);
            return problem == null
                    ? ""
                    : problem.path("type").asText() + " "
                            + problem.path("detail").asText();
        } catch (IOException notJson) {
            return "";
        }
    }

    private HttpResponse<byte[]> post(String path, Object body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build());
    }

    /** Waits for the last byte: the timeout of a request ends with the headers of its answer, whose body could be endless. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(
                request,
                _ -> HttpResponse.BodySubscribers.limiting(
                        HttpResponse.BodySubscribers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            return exchange.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("No whole answer within " + patience.answer(), e);
        } catch (ExecutionException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            exchange.cancel(true);
        }
    }

    private URI uri(String path) {
        return URI.create(validator.url() + "/api/challenge/v1" + path);
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException alreadyBroken) {
            // The reader sees the end either way.
        }
    }
}
