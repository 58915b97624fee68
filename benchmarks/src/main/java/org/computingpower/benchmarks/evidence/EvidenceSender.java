package org.computingpower.benchmarks.evidence;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.computingpower.benchmarks.stack.Latencies;
import org.jspecify.annotations.Nullable;

/** Posts prepared evidence, as fast as a number of connections allows or at a steady rate. */
final class EvidenceSender implements AutoCloseable {
    private static final int ACCEPTED = 202;
    private static final double NANOS_PER_SECOND = 1e9;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;
    private final String authorization;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    /**
     * What the sender saw.
     *
     * @param dueNanos when each submission was due; in a steady run a late one counts from there
     * @param answerNanos when each was answered
     */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one run.
    record Sent(long[] dueNanos, long[] answerNanos) {
        Latencies answers() {
            long[] nanos = new long[dueNanos.length];
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] = answerNanos[i] - dueNanos[i];
            }
            return Latencies.of(nanos);
        }
    }

    EvidenceSender(String url, String token) {
        this.uri = URI.create(url + "/api/attestation/v1/evidence");
        this.authorization = "Bearer " + token;
    }

    /** At most {@code connections} at a time, each sending the next at once. */
    Sent flood(List<PreparedEvidence> evidence, int connections) {
        Semaphore free = new Semaphore(connections);
        long[] due = new long[evidence.size()];
        long[] answered = new long[evidence.size()];
        for (int i = 0; i < evidence.size(); i++) {
            int index = i;
            free.acquireUninterruptibly();
            due[i] = System.nanoTime();
            var pending = post(evidence.get(i)).thenRun(() -> {
                answered[index] = System.nanoTime();
                free.release();
            });
            requireNoFailure(pending);
        }
        free.acquireUninterruptibly(connections);
        requireNoFailure(CompletableFuture.completedFuture(null));
        return new Sent(due, answered);
    }

    /** {@code perSecond} each second, whatever the service does. */
    Sent steadily(List<PreparedEvidence> evidence, int perSecond) {
        long[] due = new long[evidence.size()];
        long[] answered = new long[evidence.size()];
        CompletableFuture<?>[] pending = new CompletableFuture<?>[evidence.size()];
        long start = System.nanoTime();
        for (int i = 0; i < evidence.size(); i++) {
            int index = i;
            due[i] = start + (long) (i * NANOS_PER_SECOND / perSecond);
            for (long early = due[i] - System.nanoTime(); early > 0; early = due[i] - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            pending[i] = post(evidence.get(i)).thenRun(() -> answered[index] = System.nanoTime());
        }
        CompletableFuture.allOf(pending).join();
        requireNoFailure(CompletableFuture.completedFuture(null));
        return new Sent(due, answered);
    }

    private CompletableFuture<Void> post(PreparedEvidence evidence) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", evidence.nodeId())
                .POST(BodyPublishers.ofByteArray(evidence.body()))
                .build();
        return client.sendAsync(request, BodyHandlers.ofByteArray()).handle((response, error) -> {
            note(response, error);
            return null;
        });
    }

    private void note(@Nullable HttpResponse<byte[]> response, @Nullable Throwable error) {
        if (response == null) {
            failure.compareAndSet(null, String.valueOf(error));
        } else if (response.statusCode() != ACCEPTED) {
            failure.compareAndSet(
                    null, response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
        }
    }

    private void requireNoFailure(CompletableFuture<?> last) {
        String what = failure.get();
        if (what != null || last.isCompletedExceptionally()) {
            throw new IllegalStateException("A submission failed: " + what);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
