package org.computingpower.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import org.computingpower.kit.inbox.PoisonEventException;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Applies an addition to a consumer's own counter. */
@ApplicationScoped
class CounterWriter {
    private static final String ADD = "insert into counter as c (consumer, name, total, times, last)"
            + " values ($1, $2, $3, 1, $4) on conflict (consumer, name)"
            + " do update set total = c.total + excluded.total, times = c.times + 1, last = excluded.last";

    private final ObjectMapper json;

    CounterWriter(ObjectMapper json) {
        this.json = json;
    }

    Uni<Void> add(String consumer, SqlConnection transaction, ReceivedEvent event) {
        Added added;
        try {
            added = json.readValue(event.body(), Added.class);
        } catch (JsonProcessingException e) {
            throw new PoisonEventException("Not an addition", e);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Tuple values = Tuple.of(consumer, event.key(), new BigDecimal(added.amount()), added.number());
        return transaction.preparedQuery(ADD).execute(values).replaceWithVoid();
    }
}
