package org.computingpower.challenge.adapter.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.computingpower.challenge.application.PeerMessage;
import org.computingpower.challenge.application.Peers;
import org.computingpower.events.EventJson;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.jboss.logging.Logger;

/** Posts messages to the other validators' endpoints. Bounded in flight per peer: what does not fit is dropped, receipts of others make up for it. */
@ApplicationScoped
class HttpPeers implements Peers {

    private static final Logger LOG = Logger.getLogger(HttpPeers.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_IN_FLIGHT = 2_000;
    private static final ObjectMapper JSON = EventJson.newMapper();

    private final List<Peer> peers;
    private final HttpClient client;
    private final Counter dropped;

    private record Peer(String url, Semaphore room) {}

    HttpPeers(MarketFile market, SigningKey key, MeterRegistry metrics) {
        this.peers = market.validators().stream()
                .filter(validator -> !validator.address().equals(key.address()))
                .map(MarketFile.Validator::url)
                .map(url -> new Peer(url + "/api/challenge/v1/peer/", new Semaphore(MAX_IN_FLIGHT)))
                .toList();
        this.client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        this.dropped = metrics.counter("cpp.challenge.peer.messages.dropped");
    }

    @Override
    public void broadcast(PeerMessage message) {
        if (peers.isEmpty()) {
            return;
        }
        byte[] body = body(message);
        peers.forEach(peer -> send(peer, message.path(), body));
    }

    private void send(Peer peer, String path, byte[] body) {
        if (!peer.room().tryAcquire()) {
            dropped.increment();
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(peer.url() + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        var _ = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, failure) -> {
                    peer.room().release();
                    if (failure != null || answer.statusCode() >= 300) {
                        dropped.increment();
                        LOG.debugf("Peer did not take a message: url=%s path=%s", peer.url(), path);
                    }
                });
    }

    private static byte[] body(PeerMessage message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message has no JSON form", e);
        }
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }
}
