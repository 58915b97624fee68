package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.AccessGrant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application is deployed to and asked at a node whose attestation holds here, and at no other. */
class AttestedApplicationTest {
    @TempDir
    private Path home;

    private AttestedOrder world;
    private MarketFile market;
    private Path yaml;

    @BeforeEach
    void start() throws Exception {
        world = new AttestedOrder(home.resolve("home"));
        market = world.market.market();
        world.importWallet(home.resolve("key"));
        yaml = home.resolve("app.yaml");
        Files.writeString(yaml, "kind: Deployment\n");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Run deployAt(Instant instant) {
        return world.runAt(
                instant, "deploy", world.orderId(), "--url", "https://example.com/app.yaml", "--file", yaml.toString());
    }

    private String deployment() {
        return "PUT /api/orders/v1/" + world.orderId() + "/deployment";
    }

    private void takeDeployments() {
        world.market
                .server()
                .on(
                        deployment(),
                        request -> Reply.ok(Json.object().put("generation", 1).put("phase", "PENDING")));
    }

    @Test
    void deploysOnANodeWhoseAttestationHolds() {
        takeDeployments();

        Run run = deployAt(AttestedOrder.NOW);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(world.market.server().requests(deployment())).hasSize(1);
    }

    @Test
    void deploysNothingOnStaleEvidenceOrUnderAKeyThatTheQuoteDoesNotBind() {
        takeDeployments();

        Run stale = deployAt(AttestedOrder.NOW.plus(Duration.ofHours(25)));
        ((ObjectNode) world.bundle().path("binding"))
                .put("hpkePublicKey", Digests.keccak256OfText("mine").toString());
        Run unbound = deployAt(AttestedOrder.NOW);

        assertThat(stale.exitCode()).isEqualTo(1);
        assertThat(stale.err()).contains("Deploying is refused here", "freshness");
        assertThat(unbound.exitCode()).isEqualTo(1);
        assertThat(unbound.err()).contains("Deploying is refused here", "report-data");
        assertThat(world.market.server().requests(deployment())).isEmpty();
    }

    @Test
    void asksNothingWithAKeptSessionOnceTheAttestationNoLongerHolds() {
        String result = "GET /apps/" + world.orderId() + "/result.json";
        world.gateway.on(
                "POST /access/v1/sessions",
                request -> Reply.ok(Json.object().put("session", "s1").put("expiresAt", "2026-03-09T12:00:00Z")));
        world.gateway.on(result, request -> Reply.ok("{\"loss\":0.1}"));
        assertThat(world.run("access", "open", world.orderId()).exitCode()).isZero();

        Run stale = world.runAt(
                AttestedOrder.NOW.plus(Duration.ofHours(25)), "access", "get", world.orderId(), "/result.json");
        ((ObjectNode) world.bundle().path("binding"))
                .put("hpkePublicKey", Digests.keccak256OfText("mine").toString());
        Run unbound = world.run("access", "get", world.orderId(), "/result.json");

        assertThat(stale.exitCode()).isEqualTo(1);
        assertThat(stale.err()).contains("Access is refused here", "freshness");
        assertThat(unbound.exitCode()).isEqualTo(1);
        assertThat(unbound.err()).contains("Access is refused here", "report-data");
        assertThat(world.gateway.requests(result)).isEmpty();
    }

    @Test
    void reachesTheApplicationWithAGrantOfSingleUse() {
        world.gateway.on("POST /access/v1/sessions", request -> {
            AccessGrant grant = Json.read(request.json().path("grant"), AccessGrant.class);
            Signature signature =
                    Signature.parse(request.json().path("signature").asText());
            return grant.gatewayOrigin().equals(world.gateway.url())
                            && !grant.nonce().equals(Bytes32.ZERO)
                            && grant.isSignedBy(AttestedOrder.USER.address(), signature, market.domains())
                            && request.header("Authorization").isEmpty()
                    ? Reply.ok(Json.object().put("session", "s1").put("expiresAt", "2026-03-01T13:00:00Z"))
                    : Reply.problem(403, "grant-refused", "no");
        });
        world.gateway.on(
                "GET /apps/" + world.orderId() + "/result.json",
                request -> request.header("Authorization").equals("Bearer s1")
                        ? Reply.ok("{\"loss\":0.1}")
                        : Reply.problem(401, "unauthorized", "no session"));

        Run first = world.run("access", "get", world.orderId(), "/result.json");
        Run second = world.run("access", "get", world.orderId(), "result.json");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo("{\"loss\":0.1}");
        assertThat(second.out()).isEqualTo("{\"loss\":0.1}");
        assertThat(world.gateway.requests("POST /access/v1/sessions")).hasSize(1);
    }
}
