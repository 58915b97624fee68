package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.computingpower.kit.fixture.contract.OpenApiContract;
import org.computingpower.kit.fixture.contract.RouteAccess;
import org.junit.jupiter.api.Test;

/** What the service shows to the outside: who may call what, and its OpenAPI document. */
@QuarkusTest
class InterfaceIT extends OneValidator {
    @Inject
    Router router;

    @Test
    void letsInWhoeverTheTableNamesAndNobodyElse() {
        new RouteAccess()
                .parameter("nodeId", "0x" + "11".repeat(32))
                .parameter("epoch", "1")
                .parameter("device", "0")
                .parameter("orderId", "0x" + "22".repeat(32))
                .open("GET /api/challenge/v1/rounds/stream")
                .open("GET /api/challenge/v1/rounds/{epoch}")
                .open("GET /api/challenge/v1/rounds/{epoch}/proofs/{nodeId}/{device}")
                .open("GET /api/challenge/v1/nodes/{nodeId}/assignment")
                .open("GET /api/challenge/v1/nodes/{nodeId}/history")
                .open("POST /api/challenge/v1/commits")
                .open("POST /api/challenge/v1/reveals")
                .open("POST /api/challenge/v1/orders/{orderId}/settlement")
                .open("POST /api/challenge/v1/peer/commitments")
                .open("POST /api/challenge/v1/peer/calls")
                .open("POST /api/challenge/v1/peer/secrets")
                .open("POST /api/challenge/v1/peer/openings")
                .open("POST /api/challenge/v1/peer/waivers")
                .open("POST /api/challenge/v1/peer/commits")
                .open("POST /api/challenge/v1/peer/reveals")
                .documentedIn(Path.of("../docs/api.md"), "challenge-service")
                .verify(router);
    }

    @Test
    void servesTheCommittedDocument() {
        new OpenApiContract().isCommittedAs(Path.of("../docs/openapi/challenge-service.yaml"));
    }

    @Test
    void givesAFittingExampleForEveryBodyAndAnswer() {
        new OpenApiContract().hasFittingExamples();
    }

    @Test
    void answersProblemsForWhatDoesNotExist() {
        SimulatedNode node = node("unknown");
        RestAssured.get("/api/challenge/v1/rounds/1").then().statusCode(404);
        Response unknown = PublicProof.get("", 1, node.key.nodeId(), 0);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.jsonPath().getString("type")).endsWith("/not-found");
        assertThat(PublicProof.get("", -1, node.key.nodeId(), 0).statusCode()).isEqualTo(400);
        assertThat(PublicProof.get("", 1, node.key.nodeId(), 70_000).statusCode())
                .isEqualTo(400);
        RestAssured.get("/api/challenge/v1/nodes/xyz/assignment").then().statusCode(400);
        RestAssured.get("/q/health/ready").then().statusCode(200);
    }
}
