package org.computingpower.settlement;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

/** Ledger and contracts side by side: every base unit between them is found. */
@QuarkusTest
class ReconciliationIT extends RunningService {
    @Test
    void findsTheOrderOnWhichTheLedgerIsOneBaseUnitOff() {
        Story story = started("audited", 1_000_000);
        change("update chain_order set released_cum = 1 where order_id = $1", story);

        reportNow()
                .body("differing", equalTo(1))
                .body("orderDrift", equalTo("1"))
                .body("totalDrift", equalTo("0"))
                .body("differences[0].orderId", equalTo(story.orderId.toString()))
                .body("differences[0].ledger.releasedCum", equalTo("1"))
                .body("differences[0].chain.releasedCum", equalTo("0"));
        assertThat(driftMetric("orders")).isEqualTo(1.0);

        change("update chain_order set released_cum = 0 where order_id = $1", story);
        reportNow().body("differing", equalTo(0)).body("orderDrift", equalTo("0"));
        assertThat(driftMetric("orders")).isZero();
    }

    @Test
    void findsAnOrderOfWhichItWasNeverTold() {
        String orderId = TestMarket.key("never told").nodeId().toString();
        FakeEscrow.INSTANCE.openSilently(orderId, 500);

        reportNow()
                .body("differing", equalTo(1))
                .body("orderDrift", equalTo("500"))
                .body("totalDrift", equalTo("500"))
                .body("differences[0].orderId", equalTo(orderId))
                .body("differences[0].ledger.deposit", equalTo("0"));

        FakeEscrow.INSTANCE.forget(orderId);
        reportNow().body("differing", equalTo(0));
    }

    @Test
    void findsMoneyInTheLedgerThatIsNotInTheContract() {
        FakeEscrow.INSTANCE.donate(7);
        reportNow().body("totalDrift", equalTo("0"));
        post("audit:1", "CHAIN_IN:market", "ORDER_ESCROW:audit");

        reportNow().body("differing", equalTo(0)).body("totalDrift", equalTo("1"));
        assertThat(driftMetric("total")).isEqualTo(1.0);

        post("audit:2", "ORDER_ESCROW:audit", "CHAIN_OUT:market");
        reportNow().body("totalDrift", equalTo("0"));
        as("operator", "operator")
                .get("/api/settlement/v1/reconciliation/reports?limit=2")
                .then()
                .statusCode(200)
                .body("items.totalDrift", contains("0", "1"));
    }

    @Test
    void letsOnlyOperatorsCompareWithTheChain() {
        String path = "/api/settlement/v1/reconciliation/reports";
        as("user", "user").post(path).then().statusCode(403);
        given().post(path).then().statusCode(401);
        as("user", "user").get(path).then().statusCode(403);
        reportNow();
    }

    private double driftMetric(String of) {
        return metrics.get("cpp.settlement.reconciliation.drift")
                .tag("of", of)
                .gauge()
                .value();
    }

    private void change(String sql, Story story) {
        pool.preparedQuery(sql)
                .execute(Tuple.of(story.orderId.toString()))
                .await()
                .atMost(DEADLINE);
    }
}
