package org.computingpower.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.computingpower.kit.fixture.OidcIssuer;
import org.computingpower.terms.Digests;

/**
 * Activates the first appraisal policy of a stack the way an operator does: every validator signs the document, then the
 * registry takes document and signatures.
 */
final class PolicySetup {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final StackOptions options;
    private final OidcIssuer issuer;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();

    PolicySetup(StackOptions options, OidcIssuer issuer) {
        this.options = options;
        this.issuer = issuer;
    }

    void activate() {
        try (InputStream resource = PolicySetup.class.getResourceAsStream("/policy-local.json")) {
            String edge = StackPorts.http(options.ports().edge());
            if (get(edge + "/api/registry/v1/policies/active").statusCode() == 200) {
                return;
            }
            if (resource == null) {
                throw new IllegalStateException("policy-local.json is missing");
            }
            String root = json.readTree(get(edge + "/.well-known/market.json").body())
                    .path("trustRootHash")
                    .asText();
            // The simulated root differs from stack to stack; documents hold bytes without 0x.
            String document = new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${trustRootHash}", root.substring(2));
            ObjectNode activation = json.createObjectNode()
                    .put("setVersion", 1)
                    .put("version", 1)
                    .put(
                            "policyHash",
                            Digests.sha256(document.getBytes(StandardCharsets.UTF_8))
                                    .toString())
                    .put("effectiveEpoch", 0);
            ObjectNode request = json.createObjectNode();
            request.put("document", document).set("activation", activation);
            ArrayNode signatures = json.createArrayNode();
            for (int i = 0; i < options.validators(); i++) {
                String validator = StackPorts.http(options.ports().validatorEdge(i));
                signatures.add(post(validator + "/api/attestation/v1/policies/signatures", request)
                        .path("signature")
                        .asText());
            }
            request.set("signatures", signatures);
            post(edge + "/api/registry/v1/policies", request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode post(String url, JsonNode body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + issuer.signer().token("operator", "operator"))
                        .header("Idempotency-Key", "policy-1-" + url.hashCode())
                        .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(url + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return json.readTree(answer.body());
    }
}
