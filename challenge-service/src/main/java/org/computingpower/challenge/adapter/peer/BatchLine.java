package org.computingpower.challenge.adapter.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.computingpower.challenge.adapter.peer.PeerConnection.Reply;
import org.jboss.logging.Logger;

/**
 * Receipts for one peer, thousands per round: one batch is under way at a time, what comes meanwhile forms the next one. A batch without an answer
 * and the entries that the peer asks for again are sent again until they are useless. The queue is bounded in bytes.
 */
final class BatchLine {

    private static final Logger LOG = Logger.getLogger(BatchLine.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Below the 256 KiB that a service takes. */
    private static final int MAX_BATCH_BYTES = 200 * 1024;

    private static final int MAX_BATCH = 200;
    private static final byte[] BEGIN = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    private final PeerConnection peer;
    private final String path;
    private final long maxQueuedBytes;
    private final InstantSource clock;
    private final Counter dropped;
    private final Deque<Entry> queue = new ArrayDeque<>();
    private final Backoff backoff = new Backoff();
    private long queuedBytes;
    private boolean sending;

    @SuppressWarnings("ArrayRecordComponent") // Never compared; shared by the lines of all peers.
    private record Entry(byte[] json, long untilMillis) {}

    private record Again(List<Integer> again) {}

    BatchLine(PeerConnection peer, String path, long maxQueuedBytes, InstantSource clock, Counter dropped) {
        this.peer = peer;
        this.path = path;
        this.maxQueuedBytes = maxQueuedBytes;
        this.clock = clock;
        this.dropped = dropped;
    }

    void send(byte[] json, long untilMillis) {
        synchronized (queue) {
            if (queuedBytes + json.length > maxQueuedBytes) {
                dropped.increment();
                return;
            }
            queue.addLast(new Entry(json, untilMillis));
            queuedBytes += json.length;
            if (sending) {
                return;
            }
            sending = true;
        }
        sendNext();
    }

    private void sendNext() {
        List<Entry> batch = take();
        if (!batch.isEmpty()) {
            var _ = peer.post(path, body(batch)).thenAccept(reply -> after(batch, reply));
        }
    }

    private List<Entry> take() {
        long now = clock.millis();
        List<Entry> batch = new ArrayList<>();
        synchronized (queue) {
            int bytes = 0;
            while (!queue.isEmpty() && batch.size() < MAX_BATCH) {
                Entry next = queue.getFirst();
                boolean useless = next.untilMillis() < now;
                if (!useless && !batch.isEmpty() && bytes + next.json().length > MAX_BATCH_BYTES) {
                    break;
                }
                queue.removeFirst();
                queuedBytes -= next.json().length;
                if (useless) {
                    dropped.increment();
                } else {
                    batch.add(next);
                    bytes += next.json().length + 1;
                }
            }
            sending = !batch.isEmpty();
        }
        return batch;
    }

    private static byte[] body(List<Entry> batch) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(BEGIN);
        for (int i = 0; i < batch.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(batch.get(i).json());
        }
        body.writeBytes(END);
        return body.toByteArray();
    }

    private void after(List<Entry> batch, Reply reply) {
        List<Entry> again = switch (reply) {
            case Reply.Taken(String body) -> named(batch, body);
            case Reply.Again ignored -> batch;
            case Reply.Refused(int status) -> refused(batch, status);
        };
        putBack(again);
        if (again.size() < batch.size()) {
            backoff.reset();
        }
        if (again.isEmpty()) {
            sendNext();
        } else {
            backoff.after(this::sendNext);
        }
    }

    private static List<Entry> named(List<Entry> batch, String body) {
        try {
            return JSON.readValue(body, Again.class).again().stream()
                    .filter(index -> index >= 0 && index < batch.size())
                    .distinct()
                    .map(batch::get)
                    .toList();
        } catch (JsonProcessingException | RuntimeException notUnderstood) {
            LOG.debugf(notUnderstood, "A peer's answer is not understood");
            return List.of();
        }
    }

    private List<Entry> refused(List<Entry> batch, int status) {
        dropped.increment(batch.size());
        LOG.warnf("Peer refuses receipts: peer=%s path=%s status=%d count=%d", peer, path, status, batch.size());
        return List.of();
    }

    private void putBack(List<Entry> entries) {
        List<Entry> lastFirst = new ArrayList<>(entries);
        Collections.reverse(lastFirst);
        synchronized (queue) {
            lastFirst.forEach(entry -> {
                queue.addFirst(entry);
                queuedBytes += entry.json().length;
            });
        }
    }
}
