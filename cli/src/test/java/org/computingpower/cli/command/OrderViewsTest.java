package org.computingpower.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.computingpower.cli.TestMarket;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.junit.jupiter.api.Test;

final class OrderViewsTest {
    @Test
    void tellsInOneLineWhereAnOrderStands() throws Exception {
        ObjectNode view = Json.object().put("state", "DEGRADED");
        view.put("releasedCum", "150000000000000000").put("refundedCum", "300000000000000000");
        view.putObject("windows").put("settled", 3).put("paid", 1);

        try (TestMarket test = new TestMarket(Bytes32.ZERO)) {
            assertThat(OrderViews.line(view, test.market()))
                    .isEqualTo("DEGRADED, 1 of 3 windows paid, 0.15 CPT released, 0.3 CPT refunded");
        }
    }
}
