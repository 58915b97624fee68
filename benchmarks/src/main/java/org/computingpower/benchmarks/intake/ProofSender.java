package org.computingpower.benchmarks.intake;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.computingpower.benchmarks.stack.HttpConnection;
import org.computingpower.benchmarks.stack.Latencies;

/**
 * Posts bodies as fast as a number of connections allows, one request under way on each. An answer 503 is asked again
 * after the time that it names, as a node does.
 */
final class ProofSender {
    private static final String BASE = "/api/challenge/v1";
    private static final int FIRST_FAILURE = 300;

    private final URI service;
    private final int connections;

    ProofSender(String url, int connections) {
        this.service = URI.create(url);
        this.connections = connections;
    }

    /**
     * What became of the bodies.
     *
     * @param answered from the first request of each body to its last answer
     * @param askedAgain how often an answer was 503
     * @param refused by status, what was neither taken nor asked again
     */
    record Posted(Latencies answered, int askedAgain, Map<Integer, Integer> refused) {}

    /** Posts all and waits for all answers. */
    Posted post(String path, List<byte[]> bodies) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger again = new AtomicInteger();
        long[] nanos = new long[bodies.size()];
        Map<Integer, Integer> refused = new TreeMap<>();
        List<Thread> threads = IntStream.range(0, Math.min(connections, bodies.size()))
                .mapToObj(number -> Thread.ofPlatform().name("node-", number).start(() -> {
                    try (HttpConnection connection = new HttpConnection(service)) {
                        for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
                            long start = System.nanoTime();
                            int status = post(connection, path, bodies.get(i), again);
                            nanos[i] = System.nanoTime() - start;
                            if (status >= FIRST_FAILURE) {
                                synchronized (refused) {
                                    refused.merge(status, 1, Integer::sum);
                                }
                            }
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException("The service hung up", e);
                    }
                }))
                .toList();
        threads.forEach(ProofSender::join);
        return new Posted(Latencies.of(nanos), again.get(), refused);
    }

    private static int post(HttpConnection connection, String path, byte[] body, AtomicInteger again)
            throws IOException {
        HttpConnection.Answer answer = connection.post(BASE + path, Map.of(), body);
        while (answer.overloaded()) {
            again.incrementAndGet();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(answer.retryAfterSeconds()));
            answer = connection.post(BASE + path, Map.of(), body);
        }
        return answer.status();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
