package org.computingpower.attestation.adapter.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.computingpower.events.EventJson;
import org.computingpower.events.MarketEvent;
import org.computingpower.events.Topic;
import org.computingpower.kit.inbox.PoisonEventException;
import org.computingpower.kit.inbox.ReceivedEvent;

/** From a received event to the record of the catalogue. */
final class Facts {
    private Facts() {}

    /** The fact, empty if its type is newer than this service; malformed bodies are poison. */
    static Optional<MarketEvent> read(ReceivedEvent event) {
        Optional<Class<? extends MarketEvent>> type = Topic.recordOf(event.type());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventJson.read(new String(event.body(), StandardCharsets.UTF_8), type.get()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new PoisonEventException("Not a " + event.type(), e);
        }
    }

    static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
