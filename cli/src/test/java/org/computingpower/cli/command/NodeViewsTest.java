package org.computingpower.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.computingpower.cli.TestMarket;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.junit.jupiter.api.Test;

final class NodeViewsTest {
    @Test
    void saysWhichDeviceIsNotWhatItClaimsToBeAndWhatToDo() throws Exception {
        String shown = details("TOO_SLOW", "DEVICE_MODEL");

        assertThat(shown)
                .contains("power binding", "KEY_ONLY")
                .contains("SIMULATED, root 0xcd")
                .contains("GPU card, advertised 100 H/s, rated 90 H/s, measured 101 H/s, model TOO_SLOW")
                .contains("cpctl node rerate 0xab --device", "cpctl power models");
    }

    @Test
    void advisesNothingAboutDevicesThatFit() throws Exception {
        assertThat(details("PLAUSIBLE", "OFFER")).contains("model PLAUSIBLE").doesNotContain("rerate");
    }

    private static String details(String fit, String missing) throws Exception {
        ObjectNode node = Json.object().put("nodeId", "0xab").put("powerBinding", "KEY_ONLY");
        node.putObject("facets")
                .putObject("attestation")
                .put("trustDomain", "SIMULATED")
                .put("trustRootHash", "0xcd");
        node.putArray("missing").add(missing);
        node.putArray("devices")
                .addObject()
                .put("device", 1)
                .put("kind", "GPU")
                .put("model", "card")
                .put("advertisedRate", 100)
                .put("r0", 90)
                .put("measuredRate", 101)
                .put("fit", fit);
        StringWriter text = new StringWriter();
        try (TestMarket test = new TestMarket(Bytes32.ZERO);
                PrintWriter out = new PrintWriter(text)) {
            NodeViews.details(node, test.market(), out);
        }
        return text.toString();
    }
}
