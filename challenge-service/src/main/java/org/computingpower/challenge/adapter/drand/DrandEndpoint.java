package org.computingpower.challenge.adapter.drand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.computingpower.challenge.domain.beacon.Quicknet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One HTTP endpoint of drand. It is believed nothing: what it answers counts only if the network signed it. One request at a time. */
final class DrandEndpoint {

    private static final Logger LOG = Logger.getLogger(DrandEndpoint.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A round is about 250 bytes of JSON. */
    private static final long MAX_ANSWER_BYTES = 4_096;
    /** A round that is due comes some hundred milliseconds later. */
    private static final long FIRST_PAUSE_MILLIS = 100;

    private static final long LAST_PAUSE_MILLIS = 2_000;

    private final HttpClient client;
    private final InstantSource clock;
    private final String base;
    private final Duration timeout;
    private final Consumer<DrandRound> found;
    private boolean asking;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long nextTryMillis;

    /**
     * @param timeout for one answer
     * @param found takes what was verified
     */
    DrandEndpoint(HttpClient client, InstantSource clock, URI url, Duration timeout, Consumer<DrandRound> found) {
        this.client = client;
        this.clock = clock;
        this.base = url.toString().replaceAll("/+$", "") + "/" + Quicknet.CHAIN_HASH + "/public/";
        this.timeout = timeout;
        this.found = found;
    }

    /** Asks for a round unless an answer is awaited or the last one was no help just now. Ends, never badly, when the answer is judged. */
    synchronized CompletableFuture<?> ask(long round) {
        if (asking || clock.millis() < nextTryMillis) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        asking = true;
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + round))
                .timeout(timeout)
                .header("Accept", "application/json")
                .build();
        return client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES))
                .handle((answer, failure) -> {
                    Optional<DrandRound> verified = read(round, answer, failure);
                    ended(verified.isPresent());
                    verified.ifPresent(found);
                    return verified;
                });
    }

    private synchronized void ended(boolean helped) {
        asking = false;
        pauseMillis = helped ? FIRST_PAUSE_MILLIS : Math.min(2 * pauseMillis, LAST_PAUSE_MILLIS);
        nextTryMillis = helped ? 0 : clock.millis() + pauseMillis / 2;
    }

    private Optional<DrandRound> read(long round, @Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
        if (answer == null || answer.statusCode() != 200) {
            LOG.debugf("No drand round: endpoint=%s round=%d failure=%s", base, round, failure);
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(answer.body());
            byte[] signature = HexFormat.of().parseHex(json.path("signature").asText());
            if (QuicknetSignature.isOf(round, signature)) {
                return Optional.of(DrandRound.of(round, signature));
            }
            LOG.warnf("A drand endpoint answered what the network did not sign: endpoint=%s round=%d", base, round);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOG.warnf("A drand endpoint answered no round: endpoint=%s round=%d", base, round);
        }
        return Optional.empty();
    }
}
