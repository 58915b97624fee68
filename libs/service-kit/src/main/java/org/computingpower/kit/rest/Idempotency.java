package org.computingpower.kit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.computingpower.kit.Detached;
import org.computingpower.kit.KitConfig;
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
    private static final String CLAIM = "insert into idempotency (caller, key, request_hash) values ($1, $2, $3)"
            + " on conflict do nothing returning 1";
    private static final String FOUND =
            "select request_hash, status, body from idempotency where caller = $1 and key = $2";
    private static final String STORE = "update idempotency set status = $3, body = $4 where caller = $1 and key = $2";

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

    private record Stored(int status, Buffer body) {
        Response response() {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(body.getBytes())
                    .build();
        }
    }

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
        if (key == null || key.isBlank() || key.length() > MAX_KEY_LENGTH || !key.matches("[\\x21-\\x7e]+")) {
            return Uni.createFrom()
                    .failure(new Problem(
                            "idempotency-key-missing",
                            "Idempotency key missing",
                            400,
                            "Send the header Idempotency-Key with 1 to 128 printable characters."));
        }
        Buffer hash = hash(operation, request);
        return detached.run(() -> pool.withTransaction(transaction -> transaction
                        .preparedQuery(CLAIM)
                        .execute(Tuple.of(caller, key, hash))
                        .chain(claimed -> claimed.size() == 1
                                ? first(transaction, caller, key, work)
                                : again(transaction, caller, key, hash))))
                .map(Stored::response);
    }

    private Uni<Stored> first(
            SqlConnection transaction, String caller, String key, Function<SqlConnection, Uni<Reply>> work) {
        return work.apply(transaction).chain(reply -> {
            Stored stored = new Stored(reply.status(), write(reply.body()));
            return transaction
                    .preparedQuery(STORE)
                    .execute(Tuple.of(caller, key, stored.status(), stored.body()))
                    .replaceWith(stored);
        });
    }

    private static Uni<Stored> again(SqlConnection transaction, String caller, String key, Buffer hash) {
        return transaction
                .preparedQuery(FOUND)
                .execute(Tuple.of(caller, key))
                .map(rows -> stored(rows.iterator().next(), hash));
    }

    private static Stored stored(Row row, Buffer hash) {
        if (!MessageDigest.isEqual(row.getBuffer("request_hash").getBytes(), hash.getBytes())) {
            throw new Problem(
                    "idempotency-key-reused",
                    "Idempotency key reused",
                    422,
                    "This key was used for another request. Take a new key for a new command.");
        }
        return new Stored(
                row.getInteger("status"), Buffer.buffer(row.getBuffer("body").getBytes()));
    }

    private Buffer write(Object body) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a view: " + body.getClass(), e);
        }
    }

    private Buffer hash(String operation, Object request) {
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
