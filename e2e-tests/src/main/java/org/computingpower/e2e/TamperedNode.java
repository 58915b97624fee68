package org.computingpower.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.local.LocalStack;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.NodePossession;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.AttestationBinding;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.EvidenceEnvelope;

/**
 * A dishonest provider without a gateway: it owns its keys and signs everything properly, but edits the quote after the
 * platform signed it, to claim an enclave that it does not run. It speaks plain HTTP, because no client of ours would do that.
 */
final class TamperedNode {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** MRENCLAVE in a quote v3: header 48 + 64. */
    private static final int MR_ENCLAVE = 48 + 64;

    private final LocalStack stack;
    private final SigningKey nodeKey;
    private final SigningKey wallet;
    private final String token;
    private final MarketFile market;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * @param wallet a wallet that is bound to the provider's account
     * @param token the provider's access token
     */
    TamperedNode(LocalStack stack, SigningKey wallet, String token) {
        this.stack = stack;
        this.nodeKey = SigningKey.generate(new SecureRandom());
        this.wallet = wallet;
        this.token = token;
        this.market = MarketFileReader.read(stack.paths().marketFile(), Optional.empty(), true);
    }

    /** Settles the cheat in like any provider, with a wallet whose key it also holds outside the client. */
    static TamperedNode of(LocalStack stack, Persona cheat, Path directory) {
        SigningKey wallet = SigningKey.generate(new SecureRandom());
        Path keyFile = directory.resolve("cheat.key");
        try {
            Files.writeString(keyFile, wallet.dangerousSecretBytes().toString().substring(2) + "\n");
            cheat.run("login", "--client-id", cheat.name());
            cheat.run("account", "register", "--role", "PROVIDER");
            cheat.run("wallet", "import", "--key-file", keyFile.toString(), "--light");
            cheat.run("wallet", "bind");
            return new TamperedNode(stack, wallet, token(stack, cheat.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String token(LocalStack stack, String client) throws IOException {
        String form =
                "grant_type=client_credentials&client_id=" + client + "&client_secret=" + stack.clientSecret(client);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(stack.file().issuerUrl() + "/token"))
                            .timeout(TIMEOUT)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new ObjectMapper()
                    .readTree(answer.body())
                    .path("access_token")
                    .asText();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryException("Interrupted");
        }
    }

    String nodeId() {
        return nodeKey.nodeId().toString();
    }

    /** Registers the node as any other. */
    void register(String gatewayOrigin) {
        ObjectNode body = json.createObjectNode()
                .put("publicKey", nodeKey.verifyingKey().toString())
                .put("gatewayOrigin", gatewayOrigin)
                .put("stakeAccount", wallet.address().toString())
                .put("payee", wallet.address().toString())
                .put("region", "eu-1")
                .put(
                        "possession",
                        NodePossession.prove(nodeKey, wallet.address()).toString());
        body.putArray("devices")
                .addObject()
                .put("device", 0)
                .put("kind", "CPU")
                .put("model", "unknown")
                .put("advertisedRate", 250_000);
        post(stack.file().edgeUrl() + "/api/registry/v1/nodes", body);
    }

    /** Posts evidence whose quote was edited after it was signed. */
    void submitEditedQuote() {
        JsonNode nonce = get(market.validators().getFirst().url() + "/api/attestation/v1/nonce?nodeId=" + nodeId());
        long block = nonce.path("blockNumber").asLong();
        Bytes32 hpke = Digests.sha256("a key".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        AttestationBinding binding = new AttestationBinding(
                market.chainId(),
                market.contracts().nodeRegistry(),
                nodeKey.verifyingKey(),
                wallet.address(),
                wallet.address(),
                hpke,
                hpke,
                block,
                Bytes32.parse(nonce.path("nonce").asText()));
        byte[] quote = genuineQuote(binding.reportData());
        quote[MR_ENCLAVE] ^= 1;
        EvidenceEnvelope envelope = new EvidenceEnvelope(nodeKey.nodeId(), Digests.sha256(quote), block);
        ObjectNode body = json.createObjectNode()
                .put("nodeId", nodeId())
                .put("nodePublicKey", nodeKey.verifyingKey().toString())
                .put("provider", wallet.address().toString())
                .put("stakeAccount", wallet.address().toString())
                .put("payee", wallet.address().toString())
                .put("hpkePublicKey", hpke.toString())
                .put("tlsSpkiSha256", hpke.toString())
                .put("blockNumber", block)
                .put("quote", Base64.getEncoder().encodeToString(quote))
                .put("nodeSignature", envelope.sign(nodeKey, market.domains()).toString())
                .put("stakeSignature", envelope.sign(wallet, market.domains()).toString());
        body.set("envelope", json.valueToTree(envelope));
        post(market.validators().getFirst().url() + "/api/attestation/v1/evidence", body);
    }

    private byte[] genuineQuote(byte[] reportData) {
        try {
            return SimulatedPki.load(stack.paths().simulatedPki())
                    .platform(PlatformSpec.named("tampered"))
                    .sgxQuote(EnclaveSpec.simulatedGateway(), Bytes.copyOf(reportData));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the validator says of the node's evidence, once it judged it. */
    Optional<JsonNode> judgment() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(
                URI.create(market.validators().getFirst().url() + "/api/attestation/v1/nodes/" + nodeId())));
        return answer.statusCode() == 200 ? Optional.of(read(answer.body())) : Optional.empty();
    }

    private JsonNode get(String url) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url)));
        if (answer.statusCode() != 200) {
            throw new StoryException(url + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return read(answer.body());
    }

    private void post(String url, JsonNode body) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        if (answer.statusCode() / 100 != 2) {
            throw new StoryException(url + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryException("Interrupted");
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
