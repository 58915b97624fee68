package org.computingpower.settlement;

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
                                "chain.facts.v1,order.orders.v1,challenge.rounds.v1,challenge.verdicts.v1,challenge.cosignatures.v1,registry.accounts.v1,registry.nodes.v1,settlement.orders.v1,settlement.batches.v1,settlement.slashes.v1"))
@WithTestResource(TestMarket.class)
class InterfaceIT {
    @Inject
    Router router;

    @Test
    void letsInWhoeverTheTableNamesAndNobodyElse() {
        new RouteAccess()
                .parameter("orderId", "0x" + "11".repeat(32))
                .parameter("batchId", "0x" + "22".repeat(32))
                .allow("GET /api/settlement/v1/orders/{orderId}/statement", Roles.USER, Roles.PROVIDER, Roles.OPERATOR)
                .allow("GET /api/settlement/v1/orders/{orderId}/balance", Roles.USER, Roles.PROVIDER, Roles.OPERATOR)
                .open("GET /api/settlement/v1/batches")
                .open("GET /api/settlement/v1/batches/{batchId}")
                .open("GET /api/settlement/v1/slashes")
                .allow("GET /api/settlement/v1/ledger/orders/{orderId}", Roles.OPERATOR)
                .allow("GET /api/settlement/v1/reconciliation", Roles.OPERATOR)
                .allow("POST /api/settlement/v1/reconciliation/reports", Roles.OPERATOR)
                .allow("GET /api/settlement/v1/reconciliation/reports", Roles.OPERATOR)
                .documentedIn(Path.of("../docs/api.md"), "settlement-service")
                .verify(router);
    }

    @Test
    void servesTheCommittedDocument() {
        new OpenApiContract().isCommittedAs(Path.of("../docs/openapi/settlement-service.yaml"));
    }

    @Test
    void givesAFittingExampleForEveryBodyAndAnswer() {
        new OpenApiContract().hasFittingExamples();
    }
}
