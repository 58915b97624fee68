package org.computingpower.relayer;

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
import org.computingpower.relayer.harness.ChainForService;
import org.junit.jupiter.api.Test;

/** What the service shows to the outside: who may call what, and its OpenAPI document. */
@QuarkusTest
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs =
                @ResourceArg(
                        name = "topics",
                        value = "registry.nodes.v1,settlement.batches.v1,chain.facts.v1,chain.heads.v1"))
@WithTestResource(ChainForService.class)
class InterfaceIT {
    @Inject
    Router router;

    @Test
    void letsInWhoeverTheTableNamesAndNobodyElse() {
        new RouteAccess()
                .parameter("id", "settle-unknown")
                .parameter("number", "1")
                .open("GET /api/chain/v1/status")
                .open("GET /api/chain/v1/blocks/{number}")
                .allow("GET /api/chain/v1/intents", Roles.OPERATOR)
                .allow("GET /api/chain/v1/intents/{id}", Roles.OPERATOR)
                .allow("POST /api/chain/v1/key/resync", Roles.OPERATOR)
                .allow("POST /api/chain/v1/follower/resume", Roles.OPERATOR)
                .allow("POST /api/chain/v1/replays", Roles.OPERATOR)
                .allow("GET /api/chain/v1/replays/latest", Roles.OPERATOR)
                .documentedIn(Path.of("../docs/api.md"), "chain-relayer")
                .verify(router);
    }

    @Test
    void servesTheCommittedDocument() {
        new OpenApiContract().isCommittedAs(Path.of("../docs/openapi/chain-relayer.yaml"));
    }

    @Test
    void givesAFittingExampleForEveryBodyAndAnswer() {
        new OpenApiContract().hasFittingExamples();
    }
}
