package org.computingpower.challenge.adapter.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.challenge.application.PeerMessage;
import org.computingpower.challenge.application.Peers;
import org.computingpower.challenge.config.ChallengeConfig;
import org.computingpower.events.EventJson;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;

/**
 * Posts messages to the other validators' endpoints: what decides about a round at once and one by one, receipts of commits and reveals in
 * batches. A message is encoded once for all peers; a peer that does not answer delays nobody else.
 */
@ApplicationScoped
class HttpPeers implements Peers {

    private static final ObjectMapper JSON = EventJson.newMapper();
    private static final String BASE = "/api/challenge/v1/peer/";

    private final List<Lines> peers;
    private final HttpClient client;

    private record Lines(UrgentLine urgent, BatchLine commits, BatchLine reveals) {}

    HttpPeers(MarketFile market, SigningKey key, ChallengeConfig config, InstantSource clock, MeterRegistry metrics) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PeerConnection.TIMEOUT)
                .build();
        Counter dropped = metrics.counter("cpp.challenge.peer.messages.dropped");
        this.peers = market.validators().stream()
                .filter(validator -> !validator.address().equals(key.address()))
                .map(validator -> new PeerConnection(client, validator.url() + BASE))
                .map(peer -> new Lines(
                        new UrgentLine(peer, clock, dropped),
                        new BatchLine(peer, "commits", config.peerQueueBytes(), clock, dropped),
                        new BatchLine(peer, "reveals", config.peerQueueBytes(), clock, dropped)))
                .toList();
    }

    @Override
    public void broadcast(PeerMessage message, long untilMillis) {
        if (peers.isEmpty()) {
            return;
        }
        byte[] json = json(message);
        peers.forEach(peer -> {
            switch (message) {
                case PeerMessage.Commitment ignored -> peer.urgent().send(message.path(), json, untilMillis);
                case PeerMessage.Call ignored -> peer.urgent().send(message.path(), json, untilMillis);
                case PeerMessage.Secret ignored -> peer.urgent().send(message.path(), json, untilMillis);
                case PeerMessage.Opening ignored -> peer.urgent().send(message.path(), json, untilMillis);
                case PeerMessage.Waiver ignored -> peer.urgent().send(message.path(), json, untilMillis);
                case PeerMessage.CommitReceived ignored -> peer.commits().send(json, untilMillis);
                case PeerMessage.RevealReceived ignored -> peer.reveals().send(json, untilMillis);
            }
        });
    }

    @Override
    public boolean anybody() {
        return !peers.isEmpty();
    }

    private static byte[] json(PeerMessage message) {
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
