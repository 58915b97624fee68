package org.computingpower.challenge.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.computingpower.challenge.application.RoundStream;
import org.computingpower.challenge.config.ChallengeConfig;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.events.EventJson;
import org.jspecify.annotations.Nullable;

/**
 * The rounds as server-sent events (WHATWG HTML, section 9.2): every event is encoded once and the same buffer is written to every node. A client
 * resumes by {@code Last-Event-ID} from the last events that are kept, a new one begins with the current epoch; ids rise over restarts. A client that reads too slowly is cut off and
 * resumes: memory is bounded by the ring and by one write queue per client.
 */
@ApplicationScoped
public class RoundStreamHub implements RoundStream {

    private static final int MAX_QUEUED_BYTES = 256 * 1024;
    private static final int IDS_PER_MILLISECOND = 1_000;
    private static final ObjectMapper JSON = EventJson.newMapper();
    private static final Buffer KEEP_ALIVE = Buffer.buffer(": keep-alive\n\n");

    private final MarketRules rules;
    private final InstantSource clock;
    private final int maxKept;
    private final int maxStreams;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final Map<HttpServerResponse, io.vertx.core.Context> clients = new HashMap<>();
    private final AtomicInteger connected;
    private final io.micrometer.core.instrument.Counter cutOff;
    private long lastId;

    private record Kept(long id, long epoch, Buffer bytes) {}

    RoundStreamHub(ChallengeConfig config, MarketRules rules, InstantSource clock, Vertx vertx, MeterRegistry metrics) {
        this.maxKept = config.streamBuffer();
        this.maxStreams = config.maxStreams();
        this.rules = rules;
        this.clock = clock;
        this.lastId = clock.millis() * IDS_PER_MILLISECOND;
        this.connected = metrics.gauge("cpp.challenge.streams", new AtomicInteger());
        this.cutOff = metrics.counter("cpp.challenge.streams.cut.off");
        vertx.setPeriodic(config.keepAlive().toMillis(), timer -> toAll(KEEP_ALIVE));
    }

    void route(@Observes Router router) {
        router.get("/api/challenge/v1/rounds/stream").handler(this::connect);
    }

    @Override
    public void publish(StreamEvent event) {
        lock.lock();
        try {
            Kept next = new Kept(++lastId, event.epoch(), encode(lastId, event));
            kept.addLast(next);
            if (kept.size() > maxKept) {
                kept.removeFirst();
            }
            writeToAll(next.bytes());
        } finally {
            lock.unlock();
        }
    }

    private static Buffer encode(long id, StreamEvent event) {
        try {
            return Buffer.buffer(
                    "id: " + id + "\nevent: " + event.name() + "\ndata: " + JSON.writeValueAsString(event) + "\n\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event of the stream has no JSON form", e);
        }
    }

    private void connect(RoutingContext request) {
        HttpServerResponse response = request.response();
        lock.lock();
        try {
            if (clients.size() >= maxStreams) {
                response.setStatusCode(503)
                        .putHeader("Retry-After", "5")
                        .putHeader("Content-Type", "application/problem+json")
                        .end("{\"type\":\"https://computingpower.org/problems/overloaded\",\"title\":\"Overloaded\","
                                + "\"status\":503,\"detail\":\"Too many streams are open.\"}");
                return;
            }
            response.setChunked(true)
                    .setWriteQueueMaxSize(MAX_QUEUED_BYTES)
                    .putHeader("Content-Type", "text/event-stream")
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("X-Accel-Buffering", "no");
            response.write(Buffer.buffer("retry: 500\n\n"));
            missed(request.request().getHeader("Last-Event-ID")).forEach(response::write);
            clients.put(response, request.vertx().getOrCreateContext());
            connected.set(clients.size());
        } finally {
            lock.unlock();
        }
        response.closeHandler(closed -> disconnect(response));
        response.exceptionHandler(failure -> disconnect(response));
    }

    /** What came after the last event the client has; for a new client what is about this and later epochs. */
    private List<Buffer> missed(@Nullable String lastEventId) {
        OptionalLong seen = parse(lastEventId);
        long current = rules.clock().epochAt(clock.instant());
        List<Buffer> missed = new ArrayList<>();
        kept.forEach(event -> {
            boolean wanted = seen.isPresent() ? event.id() > seen.getAsLong() : event.epoch() >= current;
            if (wanted) {
                missed.add(event.bytes());
            }
        });
        return missed;
    }

    private static OptionalLong parse(@Nullable String lastEventId) {
        try {
            return lastEventId == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(lastEventId));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private void toAll(Buffer bytes) {
        lock.lock();
        try {
            writeToAll(bytes);
        } finally {
            lock.unlock();
        }
    }

    private void writeToAll(Buffer bytes) {
        clients.forEach((response, context) -> context.runOnContext(ignored -> write(response, bytes)));
    }

    private void write(HttpServerResponse response, Buffer bytes) {
        if (response.ended() || response.closed()) {
            disconnect(response);
        } else if (response.writeQueueFull()) {
            cutOff.increment();
            disconnect(response);
            response.reset();
        } else {
            response.write(bytes);
        }
    }

    private void disconnect(HttpServerResponse response) {
        lock.lock();
        try {
            clients.remove(response);
            connected.set(clients.size());
        } finally {
            lock.unlock();
        }
    }
}
