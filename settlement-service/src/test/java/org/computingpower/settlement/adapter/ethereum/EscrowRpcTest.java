package org.computingpower.settlement.adapter.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscrowRpcTest {

    private static final Path ABI = Path.of("..", "contracts", "abi", "OrderEscrow.json");

    @Test
    void readsTheWordsWhereTheCommittedAbiHasThem() throws IOException {
        JsonNode abi = new ObjectMapper().readTree(ABI.toFile()).path("abi");
        List<String> words = new ArrayList<>();
        for (JsonNode entry : abi) {
            if (entry.path("name").asText().equals("order")) {
                entry.path("outputs")
                        .path(0)
                        .path("components")
                        .forEach(word -> words.add(word.path("name").asText()));
            }
        }

        assertThat(EscrowRpc.ORDER_WORDS).isEqualTo(words);
    }

    @Test
    void looksForTheEventThatTheCommittedAbiHas() throws IOException {
        JsonNode abi = new ObjectMapper().readTree(ABI.toFile()).path("abi");
        List<String> types = new ArrayList<>();
        for (JsonNode entry : abi) {
            if (entry.path("name").asText().equals("EscrowOpened")) {
                entry.path("inputs")
                        .forEach(input -> types.add(input.path("type").asText()));
            }
        }

        assertThat("EscrowOpened(" + String.join(",", types) + ")").isEqualTo(EscrowRpc.ESCROW_OPENED_SIGNATURE);
    }
}
