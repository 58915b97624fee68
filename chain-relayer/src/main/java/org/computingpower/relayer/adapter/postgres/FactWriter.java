package org.computingpower.relayer.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import org.computingpower.events.MarketEvent;

/** Where facts go within the transaction that makes them true: the outbox. */
@FunctionalInterface
public interface FactWriter {

    /** Writes the facts, in order, in the given transaction. */
    Uni<Void> write(SqlConnection transaction, List<MarketEvent> facts);
}
