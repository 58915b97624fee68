package org.computingpower.marketfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.market.MarketFile;

/** Reads a market file and checks that it is the market's: by its hash, by NodeRegistry, and for production use. */
public final class MarketFileReader {
    /** Profile of stacks for development; only there are a simulated trust root and a single validator allowed. */
    public static final String LOCAL_PROFILE = "local";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int PRODUCTION_VALIDATORS_MIN = 4;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private MarketFileReader() {}

    /**
     * Reads the file at {@code path}.
     *
     * @param sha256 the hash that the file must have, if the caller knows it
     * @param verifyOnChain whether NodeRegistry is asked for the hash by one {@code eth_call} to the first RPC endpoint
     * @throws IllegalStateException if the file is not the market's, or holds development things outside a local profile
     */
    public static MarketFile read(Path path, Optional<Bytes32> sha256, boolean verifyOnChain) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            MarketFile file = parse(bytes);
            sha256.ifPresent(expected -> require(MarketFile.hashOf(bytes), expected));
            if (verifyOnChain) {
                require(MarketFile.hashOf(bytes), hashOnChain(file));
            }
            refuseDevelopmentThings(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the market file " + path, e);
        }
    }

    /**
     * Parses the bytes of a market file.
     *
     * @throws JsonProcessingException if they are no market file; unknown members are refused
     */
    public static MarketFile parse(byte[] bytes) throws IOException {
        return JSON.readValue(bytes, MarketFile.class);
    }

    /** What {@code NodeRegistry.marketFileHash()} says now. */
    public static Bytes32 hashOnChain(MarketFile file) {
        String selector = Digests.keccak256OfText("marketFileHash()").toString().substring(0, 10);
        String request = """
                {"jsonrpc":"2.0","id":1,"method":"eth_call","params":[{"to":"%s","data":"%s"},"latest"]}""".formatted(file.contracts().nodeRegistry(), selector);
        URI rpc = URI.create(file.rpcUrls().getFirst().toString());
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(rpc)
                            .timeout(TIMEOUT)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(request))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            JsonNode result = JSON.readTree(answer.body()).path("result");
            if (!result.isTextual()) {
                throw new IllegalStateException("NodeRegistry at " + rpc + " did not answer marketFileHash()");
            }
            return Bytes32.parse(result.asText());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask NodeRegistry at " + rpc + " for the market file's hash", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking NodeRegistry for the market file's hash", e);
        }
    }

    private static void require(Bytes32 found, Bytes32 expected) {
        if (!found.equals(expected)) {
            throw new IllegalStateException("The market file has SHA-256 " + found + " but " + expected
                    + " is expected. Fetch the market's file again.");
        }
    }

    private static void refuseDevelopmentThings(MarketFile file) {
        if (file.profile().equals(LOCAL_PROFILE)) {
            return;
        }
        if (!file.trustDomain().equals("INTEL")) {
            throw new IllegalStateException(
                    "A market outside the local profile trusts Intel's root only, not " + file.trustDomain());
        }
        if (file.validators().size() < PRODUCTION_VALIDATORS_MIN) {
            throw new IllegalStateException("A market outside the local profile has at least 4 validators, not "
                    + file.validators().size());
        }
    }
}
