package org.computingpower.registry;

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
class InterfaceIT extends RunningRegistry {
    @Inject
    Router router;

    @Test
    void letsInWhoeverTheTableNamesAndNobodyElse() {
        new RouteAccess()
                .parameter("nodeId", "0x" + "11".repeat(32))
                .anyRole("POST /api/registry/v1/accounts")
                .anyRole("GET /api/registry/v1/accounts/me")
                .anyRole("POST /api/registry/v1/wallets/nonces")
                .anyRole("POST /api/registry/v1/wallets")
                .allow("POST /api/registry/v1/validators", Roles.VALIDATOR)
                .open("GET /api/registry/v1/validators")
                .allow("POST /api/registry/v1/nodes", Roles.PROVIDER)
                .allow("PUT /api/registry/v1/nodes/{nodeId}/offer", Roles.PROVIDER)
                .allow("PATCH /api/registry/v1/nodes/{nodeId}", Roles.PROVIDER)
                .allow("POST /api/registry/v1/nodes/{nodeId}/rating", Roles.PROVIDER)
                .open("GET /api/registry/v1/device-models")
                .open("GET /api/registry/v1/nodes")
                .open("GET /api/registry/v1/nodes/{nodeId}")
                .open("POST /api/registry/v1/nodes/search")
                .allow("POST /api/registry/v1/policies", Roles.OPERATOR)
                .open("GET /api/registry/v1/policies/active")
                .documentedIn(Path.of("../docs/api.md"), "registry-service")
                .verify(router);
    }

    @Test
    void servesTheCommittedDocument() {
        new OpenApiContract().isCommittedAs(Path.of("../docs/openapi/registry-service.yaml"));
    }

    @Test
    void givesAFittingExampleForEveryBodyAndAnswer() {
        new OpenApiContract().hasFittingExamples();
    }
}
