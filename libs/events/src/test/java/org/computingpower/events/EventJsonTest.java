package org.computingpower.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.OrderEvent.OrderClosed;
import org.computingpower.events.SettlementBatchEvent.BatchReady;
import org.computingpower.events.SettlementOrderEvent.WindowSettled;
import org.junit.jupiter.api.Test;

class EventJsonTest {

    @Test
    void leavesAbsentOptionalFieldsOut() throws IOException {
        assertThat(tree(Samples.of(OrderClosed.class, false)).has("evidenceId")).isFalse();
        assertThat(tree(Samples.of(OrderClosed.class, true)).has("evidenceId")).isTrue();
    }

    @Test
    void writesAmountsAsDecimalStringsAndFinalItemsUnderTheirSignedName() throws IOException {
        assertThat(tree(Samples.of(WindowSettled.class, true)).get("w").textValue())
                .isEqualTo("15000000000000000000");
        assertThat(tree(Samples.of(BatchReady.class, true))
                        .at("/batch/items/0/isFinal")
                        .isBoolean())
                .isTrue();
    }

    @Test
    void refusesEachMissingRequiredFieldOfEveryEvent() throws IOException {
        for (Class<? extends MarketEvent> type : Shapes.events()) {
            for (var field : Shapes.fields(type)) {
                ObjectNode incomplete = tree(Samples.of(type, true));
                incomplete.remove(Shapes.name(field));
                if (!Shapes.isOptional(field)) {
                    assertThatThrownBy(() -> EventJson.read(incomplete.toString(), type))
                            .as(type.getSimpleName() + "." + field.getName())
                            .isInstanceOf(JsonProcessingException.class);
                }
            }
        }
    }

    @Test
    void refusesAMissingFieldOfASignedStatement() throws IOException {
        ObjectNode event = tree(Samples.of(BatchReady.class, true));
        ((ObjectNode) event.at("/batch/items/0")).remove("releasedCum");

        assertThatThrownBy(() -> EventJson.read(event.toString(), BatchReady.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("releasedCum");
    }

    @Test
    void refusesAnEnumByNumberAndAnUnknownName() throws IOException {
        ObjectNode number = tree(Samples.of(WindowSettled.class, true)).put("outcome", 0);
        ObjectNode unknown = tree(Samples.of(WindowSettled.class, true)).put("outcome", "MAYBE");

        assertThatThrownBy(() -> EventJson.read(number.toString(), WindowSettled.class))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> EventJson.read(unknown.toString(), WindowSettled.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void refusesAFractionForAnIntegerAndANumberForAnAmount() throws IOException {
        ObjectNode fraction = tree(Samples.of(WindowSettled.class, true)).put("epoch", 1.5);
        ObjectNode amount = tree(Samples.of(WindowSettled.class, true)).put("w", 15);

        assertThatThrownBy(() -> EventJson.read(fraction.toString(), WindowSettled.class))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> EventJson.read(amount.toString(), WindowSettled.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void evidenceComparesItsBytesAndKeepsThemOutOfItsText() {
        EvidenceSubmitted one = (EvidenceSubmitted) Samples.of(EvidenceSubmitted.class, true);
        EvidenceSubmitted same = (EvidenceSubmitted) Samples.of(EvidenceSubmitted.class, true);
        EvidenceSubmitted other = (EvidenceSubmitted) Samples.of(EvidenceSubmitted.class, false);
        one.quote()[0]++;

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        assertThat(one.toString()).contains("quote=32 bytes").doesNotContain("BEGIN CERTIFICATE");
    }

    private static ObjectNode tree(MarketEvent event) throws IOException {
        return (ObjectNode) EventJson.newMapper().readTree(EventJson.write(event));
    }
}
