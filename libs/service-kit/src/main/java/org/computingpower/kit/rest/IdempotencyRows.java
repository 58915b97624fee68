package org.computingpower.kit.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table {@code idempotency}: one statement for any number of requests, in the order of their keys against deadlocks. */
final class IdempotencyRows {
    private static final String KEYS = "unnest($1::text[], $2::text[]) as t (caller, key)";
    private static final String CLAIM = "insert into idempotency (caller, key, request_hash)"
            + " select caller, key, hash from unnest($1::text[], $2::text[], $3::bytea[]) as t (caller, key, hash)"
            + " order by 1, 2 on conflict do nothing returning caller, key";
    private static final String FOUND =
            "select caller, key, request_hash, status, body from idempotency join " + KEYS + " using (caller, key)";
    private static final String STORE = "update idempotency i set status = t.status, body = t.body"
            + " from unnest($1::text[], $2::text[], $3::int[], $4::bytea[]) as t (caller, key, status, body)"
            + " where i.caller = t.caller and i.key = t.key";
    private static final String FORGET =
            "delete from idempotency i using " + KEYS + " where i.caller = t.caller and i.key = t.key";

    private IdempotencyRows() {}

    /** Whose request, under which key. */
    record RequestKey(String caller, String key) {}

    /** A first answer as it is given out every time. */
    record Answer(int status, Buffer body) {
        Response response() {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(body.getBytes())
                    .build();
        }
    }

    /** The first request under a key. */
    record First(Buffer requestHash, Answer answer) {
        boolean isOf(Buffer otherHash) {
            return MessageDigest.isEqual(requestHash.getBytes(), otherHash.getBytes());
        }
    }

    /** Claims keys; returns those that were free. Waits for transactions that claim one of them now. */
    static Uni<Set<RequestKey>> claim(SqlClient transaction, Map<RequestKey, Buffer> hashes) {
        List<RequestKey> ids = List.copyOf(hashes.keySet());
        Buffer[] values = ids.stream().map(hashes::get).toArray(Buffer[]::new);
        return transaction
                .preparedQuery(CLAIM)
                .execute(tuple(ids, (Object) values))
                .map(rows -> {
                    Set<RequestKey> claimed = new HashSet<>();
                    rows.forEach(row -> claimed.add(id(row)));
                    return claimed;
                });
    }

    /** The first requests under keys that were not free. */
    static Uni<Map<RequestKey, First>> find(SqlClient transaction, Collection<RequestKey> ids) {
        return transaction.preparedQuery(FOUND).execute(tuple(ids)).map(IdempotencyRows::firsts);
    }

    /** Stores the answers of claimed keys. */
    static Uni<Void> store(SqlClient transaction, Map<RequestKey, Answer> answers) {
        if (answers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<RequestKey> ids = List.copyOf(answers.keySet());
        List<Answer> values = ids.stream().map(answers::get).toList();
        return transaction
                .preparedQuery(STORE)
                .execute(tuple(
                        ids,
                        values.stream().map(Answer::status).toArray(Integer[]::new),
                        values.stream().map(Answer::body).toArray(Buffer[]::new)))
                .replaceWithVoid();
    }

    /** Frees claimed keys again. */
    static Uni<Void> forget(SqlClient transaction, Collection<RequestKey> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction.preparedQuery(FORGET).execute(tuple(ids)).replaceWithVoid();
    }

    private static Tuple tuple(Collection<RequestKey> ids, Object... more) {
        Tuple tuple = Tuple.of(
                ids.stream().map(RequestKey::caller).toArray(String[]::new),
                ids.stream().map(RequestKey::key).toArray(String[]::new));
        Arrays.stream(more).forEach(tuple::addValue);
        return tuple;
    }

    private static RequestKey id(Row row) {
        return new RequestKey(row.getString("caller"), row.getString("key"));
    }

    private static Map<RequestKey, First> firsts(RowSet<Row> rows) {
        Map<RequestKey, First> firsts = new HashMap<>();
        for (Row row : rows) {
            Answer answer = new Answer(
                    row.getInteger("status"),
                    Buffer.buffer(row.getBuffer("body").getBytes()));
            firsts.put(
                    id(row),
                    new First(Buffer.buffer(row.getBuffer("request_hash").getBytes()), answer));
        }
        return firsts;
    }
}
