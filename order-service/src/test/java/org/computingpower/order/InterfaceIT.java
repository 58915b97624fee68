package org.computingpower.order;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.contract.OpenApiContract;
import org.computingpower.kit.fixture.contract.RouteAccess;
import org.computingpower.kit.rest.Roles;
import org.junit.jupiter.api.Test;

/** What the service shows to the outside: who may call what, and its OpenAPI document. */
@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs =
                @ResourceArg(
                        name = "topics",
                        value =
                                "registry.accounts.v1,registry.nodes.v1,registry.policies.v1,settlement.orders.v1,order.orders.v1"))
@WithTestResource(TestMarket.class)
class InterfaceIT {
    @Inject
    Router router;

    @Test
    void letsInWhoeverTheTableNamesAndNobodyElse() {
        new RouteAccess()
                .parameter("nodeId", "0x" + "11".repeat(32))
                .parameter("orderId", "0x" + "22".repeat(32))
                .allow("POST /api/orders/v1/quotes", Roles.USER)
                .allow("POST /api/orders/v1/{orderId}/signature", Roles.USER)
                .allow("POST /api/orders/v1/{orderId}/acceptance", Roles.PROVIDER)
                .allow("POST /api/orders/v1/{orderId}/rejection", Roles.PROVIDER)
                .allow("POST /api/orders/v1/{orderId}/cancellation", Roles.USER)
                .allow("GET /api/orders/v1/{orderId}", Roles.USER, Roles.PROVIDER, Roles.OPERATOR)
                .allow("GET /api/orders/v1", Roles.USER, Roles.PROVIDER, Roles.OPERATOR)
                .allow("GET /api/orders/v1/{orderId}/transitions", Roles.USER, Roles.PROVIDER, Roles.OPERATOR)
                .allow("PUT /api/orders/v1/{orderId}/deployment", Roles.USER)
                .allow("GET /api/orders/v1/{orderId}/deployment", Roles.USER, Roles.PROVIDER, Roles.OPERATOR)
                .allow("GET /api/orders/v1/nodes/{nodeId}/desired", Roles.PROVIDER)
                .allow("PUT /api/orders/v1/nodes/{nodeId}/orders/{orderId}/status", Roles.PROVIDER)
                .documentedIn(Path.of("../docs/api.md"), "order-service")
                .verify(router);
    }

    @Test
    void servesTheCommittedDocument() {
        new OpenApiContract().isCommittedAs(Path.of("../docs/openapi/order-service.yaml"));
    }

    @Test
    void givesAFittingExampleForEveryBodyAndAnswer() {
        new OpenApiContract().hasFittingExamples();
    }
}
