package org.computingpower.gateway.adapter.validator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.gateway.fixture.RawServer;
import org.computingpower.terms.market.MarketFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A validator that does what none should. */
@Timeout(30)
class ValidatorHttpTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    @Test
    void cutsAStreamWhoseLineDoesNotEnd() throws IOException {
        byte[] part = new byte[8 * 1024];
        Arrays.fill(part, (byte) 'x');
        try (RawServer server = new RawServer(out -> {
            out.write(RawServer.OPEN_HEAD.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(part);
            }
        })) {
            assertThatThrownBy(() -> validator(server, NEVER).follow(round -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("A line is longer");
        }
    }

    private ValidatorHttp validator(RawServer server, Duration silence) {
        return new ValidatorHttp(
                new MarketFile.Validator(Market.validatorKey(0).address(), server.url()),
                silence,
                client,
                JsonMapper.builder().findAndAddModules().build());
    }
}
