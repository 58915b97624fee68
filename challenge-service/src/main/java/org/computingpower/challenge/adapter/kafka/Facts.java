package org.computingpower.challenge.adapter.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;
import org.computingpower.kit.inbox.PoisonEventException;
import org.computingpower.kit.inbox.ReceivedEvent;

/** Bodies of received events as records of the catalogue. */
final class Facts {

    private Facts() {}

    /** The facts of a type; other and newer types are left out. */
    static <T extends MarketEvent> List<T> read(List<ReceivedEvent> events, Class<T> type) {
        return events.stream()
                .map(event -> first(event, type))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The fact if it is of a type; other and newer types are no concern of the reader.
     *
     * @throws PoisonEventException if the body is not the JSON form of its type, or the key is not the fact's
     */
    static <T extends MarketEvent> Optional<T> first(ReceivedEvent event, Class<T> type) {
        return Topic.recordOf(event.type()).filter(type::isAssignableFrom).map(found -> {
            T fact = type.cast(parse(event, found));
            if (!Objects.equals(fact.key(), event.key())) {
                throw new PoisonEventException("The record's key is not the key of its fact");
            }
            return fact;
        });
    }

    private static MarketEvent parse(ReceivedEvent event, Class<? extends MarketEvent> type) {
        try {
            return EventJson.read(new String(event.body(), StandardCharsets.UTF_8), type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new PoisonEventException("Not the JSON form of " + event.type(), e);
        }
    }
}
