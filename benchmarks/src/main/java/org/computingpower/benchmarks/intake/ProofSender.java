package org.computingpower.benchmarks.intake;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.computingpower.benchmarks.stack.Latencies;
import org.jspecify.annotations.Nullable;

/** Posts bodies as fast as a number of connections allows. Anything but success ends the benchmark. */
final class ProofSender implements AutoCloseable {
    private static final int FIRST_FAILURE = 300;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final int connections;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    ProofSender(String url, int connections) {
        this.base = url + "/api/challenge/v1";
        this.connections = connections;
    }

    /** Posts all and waits for all answers. */
    Latencies post(String path, List<byte[]> bodies) {
        URI uri = URI.create(base + path);
        Semaphore free = new Semaphore(connections);
        long[] nanos = new long[bodies.size()];
        for (int i = 0; i < bodies.size() && failure.get() == null; i++) {
            int index = i;
            free.acquireUninterruptibly();
            long start = System.nanoTime();
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(bodies.get(i)))
                    .build();
            var _ = client.sendAsync(request, BodyHandlers.ofByteArray()).whenComplete((answer, error) -> {
                nanos[index] = System.nanoTime() - start;
                note(answer, error);
                free.release();
            });
        }
        free.acquireUninterruptibly(connections);
        String what = failure.get();
        if (what != null) {
            throw new IllegalStateException("A node was not heard: " + what);
        }
        return Latencies.of(nanos);
    }

    private void note(@Nullable HttpResponse<byte[]> answer, @Nullable Throwable error) {
        if (answer == null) {
            failure.compareAndSet(null, String.valueOf(error));
        } else if (answer.statusCode() >= FIRST_FAILURE) {
            failure.compareAndSet(null, answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
