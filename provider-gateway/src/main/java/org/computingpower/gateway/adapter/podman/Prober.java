package org.computingpower.gateway.adapter.podman;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks pods whether they are ready. Podman's own probes need systemd. */
final class Prober {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** What is not ready; empty if everything is. */
    Optional<String> objection(String address, List<PodText.Probe> probes) throws InterruptedException {
        for (PodText.Probe probe : probes) {
            String what = "port " + probe.port() + probe.path();
            try {
                if (probe.path().isEmpty()) {
                    connect(address, probe.port());
                } else {
                    int status = get(address, probe);
                    // The range that Kubernetes takes for success.
                    if (status < 200 || status >= 400) {
                        return Optional.of(what + " answers " + status);
                    }
                }
            } catch (IOException e) {
                return Optional.of(what + " does not answer");
            }
        }
        return Optional.empty();
    }

    private static void connect(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) TIMEOUT.toMillis());
        }
    }

    private int get(String address, PodText.Probe probe) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + address + ":" + probe.port() + probe.path()))
                .timeout(TIMEOUT)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
