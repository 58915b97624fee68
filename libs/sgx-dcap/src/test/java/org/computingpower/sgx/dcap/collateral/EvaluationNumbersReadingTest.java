package org.computingpower.sgx.dcap.collateral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.junit.jupiter.api.Test;

class EvaluationNumbersReadingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final String SEVENTEEN =
            "{\"tcbEvaluationDataNumber\":17,\"tcbRecoveryEventDate\":\"2024-11-12T00:00:00Z\"}";

    private static Bytes list(String entries) {
        String json = "{\"id\":\"SGX\",\"version\":1,\"issueDate\":\"2026-02-20T00:00:00Z\","
                + "\"nextUpdate\":\"2026-03-20T00:00:00Z\",\"tcbEvalNumbers\":[" + entries + "]}";
        return Bytes.copyOf(json.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsEachNumberWithItsDate() throws JsonFormatException {
        String eighteen = SEVENTEEN.replace("17", "18").replace("2024-11", "2025-08");

        assertThat(EvaluationNumbers.read(list(SEVENTEEN + "," + eighteen), Tee.SGX, NOW))
                .get()
                .extracting(EvaluationNumbers::recoveryEventDates)
                .isEqualTo(
                        Map.of(17, Instant.parse("2024-11-12T00:00:00Z"), 18, Instant.parse("2025-08-12T00:00:00Z")));
    }

    @Test
    void refusesANumberThatComesTwiceAndOneWithoutADate() {
        assertThatThrownBy(() -> EvaluationNumbers.read(list(SEVENTEEN + "," + SEVENTEEN), Tee.SGX, NOW))
                .isInstanceOf(JsonFormatException.class)
                .hasMessageContaining("17 twice");
        assertThatThrownBy(() -> EvaluationNumbers.read(list("{\"tcbEvaluationDataNumber\":17}"), Tee.SGX, NOW))
                .isInstanceOf(JsonFormatException.class)
                .hasMessageContaining("tcbRecoveryEventDate");
    }
}
