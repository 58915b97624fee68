package org.computingpower.gateway.application.solver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.computingpower.gateway.adapter.validator.ValidatorHttp;
import org.computingpower.gateway.fixture.Fakes;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.gateway.fixture.RawServer;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.market.MarketFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three validators over real connections, of which the first takes requests and does not answer them to the end. */
@Timeout(30)
class HungValidatorTest {
    private static final NodeId NODE = new NodeId(Digests.keccak256OfText("node"));
    private static final long EPOCH = 100;
    private static final ProofParameters PARAMETERS =
            new ProofParameters(1, 64, 32, 4_000, 8_000, 10_000, 20_000, 128, ProofMode.STANDBY, RoundPart.PRIMARY);
    /** Longer than the test may take: whoever waits for the hung validator fails it. */
    private static final Duration ENDLESS = Duration.ofHours(1);

    private final MarketFile market = Market.file(3, 2, Fakes.nowhere());
    private final Fakes.TestClock clock = new Fakes.TestClock();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", RawServer.HEAD_OF_100})
    void costsTheNodeNoTimeWhetherItHangsBeforeTheHeadersOrInTheBody(String start) throws Exception {
        List<Assignment> standby = List.of(new Assignment(0, OrderId.NONE, PARAMETERS));
        Assignments ahead;
        try (RawServer hung = RawServer.thatStallsAfter(start);
                RawServer one = new RawServer(out -> out.write(answer()));
                RawServer two = new RawServer(out -> out.write(answer()))) {
            List<Validator> validators = List.of(validator(0, hung), validator(1, one), validator(2, two));
            Assignments late = new Assignments(NODE, market, validators, clock, threads, ENDLESS);
            assertThat(late.of(Rounds.round(EPOCH))).contains(standby);

            ahead = new Assignments(NODE, market, validators, clock, threads, ENDLESS);
            clock.now = market.epochClock().startOf(EPOCH).plusSeconds(1);
            ahead.askAhead();
        }
        // Nobody is left to ask.
        assertThat(ahead.of(Rounds.round(EPOCH))).contains(standby);
    }

    private static byte[] answer() {
        String body = "{\"epoch\":" + EPOCH + ",\"items\":[{\"device\":0,\"orderId\":\"" + OrderId.NONE
                + "\",\"params\":\"0x" + HexFormat.of().formatHex(PARAMETERS.encode()) + "\",\"paramsHash\":\""
                + PARAMETERS.hash() + "\"}]}";
        return ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Validator validator(int index, RawServer server) {
        return new ValidatorHttp(
                new MarketFile.Validator(Market.validatorKey(index).address(), server.url()),
                new ValidatorHttp.Patience(ENDLESS, ENDLESS),
                client,
                JsonMapper.builder().findAndAddModules().build());
    }
}
