package org.computingpower.relayer.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.computingpower.relayer.domain.Intent;

/** Where intents enter the books. Idempotent: the same id twice is one intent. */
public interface IntentQueue {

    /** Adds an intent in the given transaction. */
    Uni<Void> add(SqlConnection transaction, Intent intent);

    /** Gives up an intent that has no transaction yet; one that was sent takes its course. */
    Uni<Void> supersede(SqlConnection transaction, String intentId);
}
