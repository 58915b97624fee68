package org.computingpower.settlement.adapter.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.computingpower.settlement.application.reconcile.EscrowReader.ChainSilentException;

/** JSON-RPC 2.0 to the first endpoint that answers all questions of a batch. */
final class JsonRpcBatch {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int HTTP_OK = 200;
    private static final int MAX_ERROR_CHARACTERS = 200;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final List<URI> endpoints;

    JsonRpcBatch(List<URI> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    /** One question. */
    record Question(String method, ArrayNode parameters) {}

    /** A question with parameters that are texts, booleans or trees. */
    static Question question(String method, Object... parameters) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Object parameter : parameters) {
            switch (parameter) {
                case String text -> list.add(text);
                case Boolean flag -> list.add(flag);
                case JsonNode tree -> list.add(tree);
                default -> throw new IllegalArgumentException("No parameter: " + parameter.getClass());
            }
        }
        return new Question(method, list);
    }

    /** The answers in the order of the questions. */
    List<JsonNode> ask(List<Question> questions) {
        List<String> reasons = new ArrayList<>();
        for (URI endpoint : endpoints) {
            try {
                return ask(endpoint, questions);
            } catch (IOException | IllegalArgumentException e) {
                // The path of an endpoint's address may be a credential.
                reasons.add(endpoint.getHost() + ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reasons.add("interrupted");
                break;
            }
        }
        throw new ChainSilentException(reasons);
    }

    private List<JsonNode> ask(URI endpoint, List<Question> questions) throws IOException, InterruptedException {
        ArrayNode batch = json.createArrayNode();
        for (int id = 0; id < questions.size(); id++) {
            ObjectNode request = batch.addObject()
                    .put("jsonrpc", "2.0")
                    .put("id", id)
                    .put("method", questions.get(id).method());
            request.set("params", questions.get(id).parameters());
        }
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(endpoint)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(batch)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != HTTP_OK) {
            throw new IOException("status " + answer.statusCode());
        }
        Map<Integer, JsonNode> byId = new HashMap<>();
        json.readTree(answer.body()).forEach(one -> byId.put(one.path("id").asInt(-1), one));
        List<JsonNode> results = new ArrayList<>();
        for (int id = 0; id < questions.size(); id++) {
            JsonNode one = byId.getOrDefault(id, json.missingNode());
            if (!one.hasNonNull("result")) {
                throw new IOException(questions.get(id).method() + " has no result: " + shortened(one.path("error")));
            }
            results.add(one.path("result"));
        }
        return results;
    }

    private static String shortened(JsonNode error) {
        String text = error.toString();
        return text.substring(0, Math.min(text.length(), MAX_ERROR_CHARACTERS));
    }
}
