package org.computingpower.challenge.adapter.drand;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.computingpower.challenge.application.DrandSource;
import org.computingpower.challenge.config.ChallengeConfig;
import org.computingpower.challenge.domain.beacon.Quicknet;
import org.computingpower.power.Hash32;

/**
 * Asks all endpoints at once and takes the first answer that the network signed: one honest endpoint in reach is enough, and none can lie. Keeps the
 * newest rounds it was asked for. Asks nothing unless it is asked.
 */
@ApplicationScoped
class HttpDrand implements DrandSource {

    /** The primary part of an epoch of half an hour has 360. */
    private static final int MAX_KEPT = 1_024;

    /** Rounds come every 3 s, and a late one is worth little. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final HttpClient client;
    private final List<DrandEndpoint> endpoints;
    private final ConcurrentSkipListMap<Long, Hash32> known = new ConcurrentSkipListMap<>();

    HttpDrand(ChallengeConfig config, InstantSource clock) {
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        List<URI> urls = config.drandUrls().orElse(List.of());
        this.endpoints = urls.stream()
                .map(url -> new DrandEndpoint(client, clock, url, TIMEOUT, this::keep))
                .toList();
    }

    @Override
    public Optional<Hash32> find(long round) {
        Optional<Hash32> randomness = Optional.ofNullable(known.get(round));
        if (randomness.isEmpty() && clock.millis() >= Quicknet.dueMillis(round)) {
            for (DrandEndpoint endpoint : endpoints) {
                var _ = endpoint.ask(round);
            }
        }
        return randomness;
    }

    private void keep(DrandRound round) {
        known.put(round.number(), round.randomness());
        while (known.size() > MAX_KEPT) {
            known.pollFirstEntry();
        }
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }
}
