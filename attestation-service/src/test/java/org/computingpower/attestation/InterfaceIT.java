package org.computingpower.attestation;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.computingpower.kit.fixture.contract.OpenApiContract;
import org.computingpower.kit.fixture.contract.RouteAccess;
import org.computingpower.kit.rest.Roles;
import org.junit.jupiter.api.Test;

/** What the service shows to the outside: who may call what, and its OpenAPI document. */
@QuarkusTest
@WithTestResource(SimulatedMarket.class)
class InterfaceIT {
    @Inject
    Router router;

    @Test
    void letsInWhoeverTheTableNamesAndNobodyElse() {
        new RouteAccess()
                .parameter("nodeId", "0x" + "11".repeat(32))
                .open("GET /api/attestation/v1/nonce")
                .allow("POST /api/attestation/v1/evidence", Roles.PROVIDER)
                .open("GET /api/attestation/v1/nodes/{nodeId}")
                .open("GET /api/attestation/v1/nodes/{nodeId}/bundle")
                .allow("POST /api/attestation/v1/policies/signatures", Roles.OPERATOR)
                .allow("GET /api/attestation/v1/collateral", Roles.VALIDATOR, Roles.OPERATOR)
                .documentedIn(Path.of("../docs/api.md"), "attestation-service")
                .verify(router);
    }

    @Test
    void servesTheCommittedDocument() {
        new OpenApiContract().isCommittedAs(Path.of("../docs/openapi/attestation-service.yaml"));
    }

    @Test
    void givesAFittingExampleForEveryBodyAndAnswer() {
        new OpenApiContract().hasFittingExamples();
    }
}
