package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts as people read them, straight from a validator. */
final class PowerHistoryTest {
    private static final NodeId NODE = new NodeId(Digests.keccak256OfText("node"));
    private static final String PATH = "GET /validators/0/api/challenge/v1/nodes/" + NODE + "/history";

    @TempDir
    private Path home;

    private TestMarket market;

    @BeforeEach
    void start() throws Exception {
        market = new TestMarket(Bytes32.ZERO);
        market.server().on(PATH, request -> {
            boolean first = !request.query().contains("cursor");
            ObjectNode page = Json.object();
            verdict(page.putArray("items").addObject(), first ? 8 : 7);
            return Reply.ok(first ? page.put("next", "after8") : page);
        });
    }

    @AfterEach
    void stop() {
        market.close();
    }

    private static void verdict(ObjectNode item, long epoch) {
        item.put("epoch", epoch)
                .put("device", 0)
                .put("mode", "EXCLUSIVE")
                .put("result", "FAIL")
                .put("k", 300)
                .put("threshold", 384)
                .put("margin", -84)
                .put("measuredRate", 146_000);
    }

    private Run history(String... arguments) {
        String[] all = new String[2 + arguments.length];
        all[0] = "power";
        all[1] = "history";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Run.of(market.environment(home), InstantSource.fixed(Instant.EPOCH), all);
    }

    @Test
    void showsEachVerdictWithItsMarginPageByPage() {
        Run run = history(NODE.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("MARGIN", "-84").containsSubsequence("8 ", "7 ");
        assertThat(run.out()).contains(TestMarket.VALIDATOR.address().toString());
        assertThat(market.server().requests(PATH))
                .hasSize(2)
                .last()
                .satisfies(asked -> assertThat(asked.query()).contains("cursor=after8"));
    }

    @Test
    void asksForNoMoreThanTheLimit() {
        Run run = history(NODE.toString(), "--limit", "1", "-o", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Json.parse(run.out(), "history").path("items")).hasSize(1);
    }

    @Test
    void namesTheValidatorsItKnows() {
        Run run = history(NODE.toString(), "--validator", "0x" + "12".repeat(20));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("no validator 0x1212", TestMarket.VALIDATOR.address().toString());
    }
}
