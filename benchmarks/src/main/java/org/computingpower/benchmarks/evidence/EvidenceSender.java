package org.computingpower.benchmarks.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.computingpower.benchmarks.stack.HttpConnection;
import org.computingpower.benchmarks.stack.Latencies;
import org.jspecify.annotations.Nullable;

/** Posts prepared evidence, as fast as a number of connections allows or at a steady rate; what is refused with 503 it sends again. */
final class EvidenceSender implements AutoCloseable {
    private static final int ACCEPTED = 202;
    private static final String PATH = "/api/attestation/v1/evidence";
    private static final double NANOS_PER_SECOND = 1e9;

    private final URI uri;
    private final String authorization;
    private final Queue<HttpConnection> idle = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * What the sender saw.
     *
     * @param dueNanos when each submission was due; in a steady run a late one counts from there
     * @param answerNanos when each was taken
     * @param refusals answers 503, each followed by another attempt after the time it named
     */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one run.
    record Sent(long[] dueNanos, long[] answerNanos, int refusals) {
        Latencies answers() {
            long[] nanos = new long[dueNanos.length];
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] = answerNanos[i] - dueNanos[i];
            }
            return Latencies.of(nanos);
        }
    }

    EvidenceSender(String url, String token) {
        this.uri = URI.create(url);
        this.authorization = "Bearer " + token;
    }

    /** At most {@code connections} at a time, each sending the next at once. */
    Sent flood(List<PreparedEvidence> evidence, int connections) {
        long[] due = new long[evidence.size()];
        long[] answered = new long[evidence.size()];
        AtomicInteger next = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        List<Future<?>> clients = new ArrayList<>();
        for (int client = 0; client < connections; client++) {
            clients.add(threads.submit(() -> {
                for (int i = next.getAndIncrement(); i < due.length; i = next.getAndIncrement()) {
                    due[i] = System.nanoTime();
                    post(evidence.get(i), refusals);
                    answered[i] = System.nanoTime();
                }
            }));
        }
        clients.forEach(EvidenceSender::join);
        return new Sent(due, answered, refusals.get());
    }

    /** {@code perSecond} each second, whatever the service does. */
    Sent steadily(List<PreparedEvidence> evidence, int perSecond) {
        long[] due = new long[evidence.size()];
        long[] answered = new long[evidence.size()];
        AtomicInteger refusals = new AtomicInteger();
        List<Future<?>> requests = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < evidence.size(); i++) {
            int index = i;
            due[i] = start + (long) (i * NANOS_PER_SECOND / perSecond);
            for (long early = due[i] - System.nanoTime(); early > 0; early = due[i] - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            requests.add(threads.submit(() -> {
                post(evidence.get(index), refusals);
                answered[index] = System.nanoTime();
            }));
        }
        requests.forEach(EvidenceSender::join);
        return new Sent(due, answered, refusals.get());
    }

    private void post(PreparedEvidence evidence, AtomicInteger refusals) {
        HttpConnection.Answer answer = exchange(evidence);
        while (answer.overloaded()) {
            refusals.incrementAndGet();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(answer.retryAfterSeconds()));
            answer = exchange(evidence);
        }
        if (answer.status() != ACCEPTED) {
            throw new IllegalStateException("A submission failed: " + answer.status() + " " + answer.body());
        }
    }

    private HttpConnection.Answer exchange(PreparedEvidence evidence) {
        @Nullable HttpConnection waiting = idle.poll();
        Map<String, String> headers = Map.of("Authorization", authorization, "Idempotency-Key", evidence.nodeId());
        try {
            HttpConnection connection = waiting == null ? new HttpConnection(uri) : waiting;
            HttpConnection.Answer answer = connection.post(PATH, headers, evidence.body());
            idle.add(connection);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Future<?> client) {
        try {
            client.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.close();
        for (HttpConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
