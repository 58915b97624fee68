package org.computingpower.gateway.adapter.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.computingpower.gateway.adapter.validator.ValidatorHttp.Patience;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.gateway.fixture.RawServer;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.market.MarketFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A validator that does what none should. */
@Timeout(30)
class ValidatorHttpTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final NodeId NODE = new NodeId(Digests.keccak256OfText("node"));

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
            assertThatThrownBy(
                            () -> validator(server, new Patience(NEVER, NEVER)).follow(round -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("A line is longer");
        }
    }

    @Test
    void givesUpAHalfOpenStreamAfterThreeMissingComments() throws IOException {
        try (RawServer server = RawServer.thatStallsAfter(RawServer.OPEN_HEAD + "retry: 500\n\n: keep-alive\n\n: ke")) {
            assertThatThrownBy(() -> validator(server, new Patience(NEVER, Duration.ofMillis(200)))
                            .follow(round -> {}))
                    .isInstanceOf(IOException.class);
        }
        assertThat(ValidatorBeans.PATIENCE.silence()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void waitsForNoAnswerLongerThanItsPatience() throws IOException {
        for (String start : List.of("", RawServer.HEAD_OF_100, RawServer.HEAD_OF_100 + "{")) {
            try (RawServer server = RawServer.thatStallsAfter(start)) {
                ValidatorHttp validator = validator(server, new Patience(Duration.ofMillis(200), NEVER));
                assertThatThrownBy(() -> validator.assignment(NODE, 7))
                        .as("stalls after '%s'", start)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("No whole answer");
            }
        }
    }

    @Test
    void endsACallWhenItsThreadIsInterrupted() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        try (RawServer server = new RawServer(out -> called.countDown())) {
            FutureTask<?> call = new FutureTask<>(
                    () -> validator(server, new Patience(NEVER, NEVER)).assignment(NODE, 7));
            Thread thread = Thread.ofVirtual().start(call);
            called.await();
            thread.interrupt();
            assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    private ValidatorHttp validator(RawServer server, Patience patience) {
        return new ValidatorHttp(
                new MarketFile.Validator(Market.validatorKey(0).address(), server.url()),
                patience,
                client,
                JsonMapper.builder().findAndAddModules().build());
    }
}
