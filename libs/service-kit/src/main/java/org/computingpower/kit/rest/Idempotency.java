package org.computingpower.kit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.computingpower.kit.Detached;
import org.computingpower.kit.KitConfig;
import org.computingpower.kit.rest.IdempotencyRows.Answer;
import org.computingpower.kit.rest.IdempotencyRows.First;
import org.computingpower.kit.rest.IdempotencyRows.RequestKey;
import org.jspecify.annotations.Nullable;

/**
 * Commands that a client may send twice. The first answer of a (caller, Idempotency-Key) is stored in the transaction
 * of its effect and given again to the same request; another request with the key is refused with 422. Of two
 * simultaneous requests one waits for the other. A refused or failed command stores nothing. The work runs detached: a
 * client that disconnects does not stop it.
 */
@ApplicationScoped
public class Idempotency {
    /** Name of the header. */
    public static final String HEADER = "Idempotency-Key";

    private static final int MAX_KEY_LENGTH = 128;

    private final Pool pool;
    private final Detached detached;
    private final ObjectMapper json;
    private final KitConfig config;
    private final InstantSource clock;

    Idempotency(Pool pool, Detached detached, ObjectMapper json, KitConfig config, InstantSource clock) {
        this.pool = pool;
        this.detached = detached;
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The answer of a command.
     *
     * @param status HTTP status, 200 to 299
     * @param body view, written as JSON
     */
    public record Reply(int status, Object body) {}

    /**
     * Runs {@code work} once.
     *
     * @param caller subject of the token
     * @param key header {@value #HEADER}, 1 to 128 printable characters; null is refused with 400
     * @param operation method and path, for instance {@code POST /api/order/v1/orders}: part of the request
     * @param request body of the request
     * @param work effect and answer, only by the given transaction
     */
    public Uni<Response> once(
            String caller,
            @Nullable String key,
            String operation,
            Object request,
            Function<SqlConnection, Uni<Reply>> work) {
        if (key == null || !isKey(key)) {
            return Uni.createFrom().failure(keyMissing());
        }
        RequestKey id = new RequestKey(caller, key);
        Buffer hash = hash(operation, request);
        return detached.run(() ->
                        pool.withTransaction(transaction -> IdempotencyRows.claim(transaction, Map.of(id, hash))
                                .chain(claimed -> claimed.isEmpty()
                                        ? IdempotencyRows.find(transaction, List.of(id))
                                                .map(found -> again(found.get(id), hash))
                                        : work.apply(transaction).chain(reply -> first(transaction, id, reply)))))
                .map(Answer::response);
    }

    /**
     * As {@link #once} for an operation that so many send at a time that they shall share transactions.
     *
     * @param operation method and path: part of the request
     * @param maxBatch most commands in one transaction
     * @param work effects and answers of several commands, only by the given transaction
     */
    public <C> GroupedCommands<C> grouped(String operation, int maxBatch, GroupedCommands.Work<C> work) {
        return new GroupedCommands<>(this, pool, detached, operation, maxBatch, work);
    }

    static boolean isKey(String key) {
        return !key.isBlank() && key.length() <= MAX_KEY_LENGTH && key.matches("[\\x21-\\x7e]+");
    }

    static Problem keyMissing() {
        return new Problem(
                "idempotency-key-missing",
                "Idempotency key missing",
                400,
                "Send the header Idempotency-Key with 1 to 128 printable characters.");
    }

    static Problem keyReused() {
        return new Problem(
                "idempotency-key-reused",
                "Idempotency key reused",
                422,
                "This key was used for another request. Take a new key for a new command.");
    }

    private Uni<Answer> first(SqlConnection transaction, RequestKey id, Reply reply) {
        Answer answer = answer(reply);
        return IdempotencyRows.store(transaction, Map.of(id, answer)).replaceWith(answer);
    }

    private static Answer again(@Nullable First first, Buffer hash) {
        if (first == null) {
            throw new IllegalStateException("A claimed key has no request");
        }
        if (!first.isOf(hash)) {
            throw keyReused();
        }
        return first.answer();
    }

    Answer answer(Reply reply) {
        return new Answer(reply.status(), write(reply.body()));
    }

    private Buffer write(Object body) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a view: " + body.getClass(), e);
        }
    }

    Buffer hash(String operation, Object request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((operation + "\n").getBytes(StandardCharsets.UTF_8));
            return Buffer.buffer(digest.digest(write(request).getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Scheduled(every = "1h", delayed = "1m", identity = "kit-idempotency-retention")
    Uni<Void> forget() {
        return pool.preparedQuery("delete from idempotency where created_at < $1")
                .execute(Tuple.of(
                        clock.instant().minus(config.idempotency().retention()).atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
