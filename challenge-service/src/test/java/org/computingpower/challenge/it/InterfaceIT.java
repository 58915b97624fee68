package org.computingpower.challenge.it;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.contract.OpenApiContract;
import org.computingpower.kit.fixture.contract.RouteAccess;
import org.junit.jupiter.api.Test;

/** What the service shows to the outside: who may call what, and its OpenAPI document. */
@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs = @ResourceArg(name = "topics", value = MarketResource.TOPICS))
@WithTestResource(MarketResource.class)
class InterfaceIT {
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
}
