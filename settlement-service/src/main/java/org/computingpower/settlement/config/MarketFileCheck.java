package org.computingpower.settlement.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.computingpower.events.EventJson;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.market.MarketFile;

/** Reads the market file and refuses one that is not what it is said to be. */
final class MarketFileCheck {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private MarketFileCheck() {}

    static MarketFile read(MarketFileConfig config, boolean production) {
        ObjectMapper mapper = EventJson.newMapper();
        try {
            byte[] bytes = Files.readAllBytes(config.file());
            MarketFile file = mapper.readValue(bytes, MarketFile.class);
            Bytes32 hash = MarketFile.hashOf(bytes);
            config.sha256().map(Bytes32::parse).ifPresent(expected -> require(config.file(), hash, expected));
            if (config.verifyOnChain()) {
                require(config.file(), hash, hashOnChain(file, mapper));
            }
            refuseDevelopmentThings(file, production);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the market file " + config.file(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking NodeRegistry for the market file's hash", e);
        }
    }

    private static void require(Path file, Bytes32 hash, Bytes32 expected) {
        if (!hash.equals(expected)) {
            throw new IllegalStateException(
                    "The market file " + file + " has SHA-256 " + hash + " but " + expected + " is expected");
        }
    }

    private static void refuseDevelopmentThings(MarketFile file, boolean production) {
        boolean local = file.profile().equals("local");
        if (production
                && !local
                && (file.trustDomain().equals("SIMULATED") || file.validators().size() < 2)) {
            throw new IllegalStateException(
                    "A production market has neither a simulated trust domain nor a single validator");
        }
    }

    private static Bytes32 hashOnChain(MarketFile file, ObjectMapper mapper) throws IOException, InterruptedException {
        String selector = Digests.keccak256OfText("marketFileHash()").toString().substring(0, 10);
        String request = """
                {"jsonrpc":"2.0","id":1,"method":"eth_call","params":[{"to":"%s","data":"%s"},"latest"]}""".formatted(file.contracts().nodeRegistry(), selector);
        URI rpc = file.rpcUrls().getFirst();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(rpc)
                            .timeout(TIMEOUT)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(request))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            JsonNode result = mapper.readTree(answer.body()).path("result");
            if (!result.isTextual()) {
                throw new IOException("NodeRegistry did not answer marketFileHash()");
            }
            return Bytes32.parse(result.asText());
        }
    }
}
