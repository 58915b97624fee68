package org.computingpower.relayer.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.computingpower.relayer.application.IntentQueue;
import org.computingpower.relayer.domain.Intent;

/** Intents come in through the inbox's transaction. */
public final class PostgresIntentQueue implements IntentQueue {

    @Override
    public Uni<Void> add(SqlConnection transaction, Intent intent) {
        return Database.rows(
                        transaction,
                        "insert into chain_intent (id, kind, contract, data) values ($1, $2, $3, $4)"
                                + " on conflict (id) do nothing",
                        intent.id(),
                        intent.kind().name(),
                        intent.call().contract().toString(),
                        Buffer.buffer(intent.call().data()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> supersede(SqlConnection transaction, String intentId) {
        return Database.rows(
                        transaction,
                        "update chain_intent set state = 'FAILED', outcome = 'SUPERSEDED', finished_at = now()"
                                + " where id = $1 and state = 'QUEUED'",
                        intentId)
                .replaceWithVoid();
    }
}
