package org.computingpower.settlement;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.terms.Bytes32;
import org.junit.jupiter.api.Test;

/** The ledger: who may read it, and that nobody changes it. */
@QuarkusTest
class LedgerIT extends RunningService {
    @Test
    void showsAnOrderToItsPartiesAndToNobodyElse() {
        Story story = new Story("private", nextEpoch(), 1_000_000);
        bus.tell(story.node(), story.quoted(), story.signed());
        awaitRows("select 1 from market_order where order_id = $1 and user_subject is not null", story, 1);
        awaitRows(
                "select 1 from node_state where node_id = $1",
                story.terms.nodeId().toString(),
                1);
        String path = "/api/settlement/v1/orders/" + story.orderId + "/balance";

        as(story.userSubject(), "user").get(path).then().statusCode(200);
        as(story.providerSubject(), "provider").get(path).then().statusCode(200);
        as("operator", "operator").get(path).then().statusCode(200);
        as("somebody", "user").get(path).then().statusCode(404).body("type", startsWith("https://"));
        as(story.userSubject(), "validator").get(path).then().statusCode(403);
        given().get(path).then().statusCode(401);
        given().header(
                        "Authorization",
                        "Bearer " + SharedInfrastructure.tokens().expiredToken(story.userSubject(), "user"))
                .get(path)
                .then()
                .statusCode(401);
        as(story.userSubject(), "user")
                .get("/api/settlement/v1/orders/0xZZ/balance")
                .then()
                .statusCode(400);
    }

    @Test
    void givesTheLedgerToOperatorsOnly() {
        for (String path : List.of("/reconciliation", "/ledger/orders/" + Bytes32.ZERO)) {
            as("operator", "operator").get("/api/settlement/v1" + path).then().statusCode(200);
            as("user", "user").get("/api/settlement/v1" + path).then().statusCode(403);
            given().get("/api/settlement/v1" + path).then().statusCode(401);
        }
        given().get("/api/settlement/v1/batches?limit=1").then().statusCode(200);
        given().get("/api/settlement/v1/slashes?limit=1").then().statusCode(200);
        given().get("/api/settlement/v1/batches?limit=101").then().statusCode(400);
    }

    @Test
    void neverChangesWhatWasPosted() {
        started("immutable", 1_000_000);

        for (String statement : List.of(
                "update transfer set amount = 1",
                "delete from transfer",
                "update entry set delta = 1",
                "delete from entry",
                "truncate entry")) {
            assertThatThrownBy(() -> pool.query(statement).execute().await().atMost(DEADLINE))
                    .as(statement)
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void postsATransferOnceAndRefusesItsIdForAnother() {
        String post = "select post_transfers(array['test:1'], array['CHAIN_IN:market'], array['ORDER_ESCROW:test'],"
                + " array[%s]::numeric[], array['DEPOSIT'], array[gen_random_uuid()]) as posted";
        String back = "select post_transfers(array['test:2'], array['ORDER_ESCROW:test'], array['CHAIN_OUT:market'],"
                + " array[%s]::numeric[], array['WITHDRAWAL'], array[gen_random_uuid()]) as posted";

        assertThat(posted(post.formatted(5))).isEqualTo(1);
        assertThat(posted(post.formatted(5))).isZero();
        assertThatThrownBy(() -> posted(post.formatted(6))).hasMessageContaining("used for another transfer");
        assertThatThrownBy(() -> posted(back.formatted(6))).hasMessageContaining("floor");
        assertThat(posted(back.formatted(5))).isEqualTo(1);
    }

    private int posted(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(DEADLINE)
                .iterator()
                .next()
                .getInteger("posted");
    }
}
