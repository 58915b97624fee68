package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider tells the market what its gateway keeps: the gateway is asked, the registry is told. */
final class NodeShareTest {
    private static final NodeId NODE = new NodeId(Digests.keccak256OfText("node"));
    private static final String STATUS = "GET /admin/v1/status";
    private static final String PATCH = "PATCH /api/registry/v1/nodes/" + NODE;

    @TempDir
    private Path home;

    private TestMarket market;
    private Path token;

    @BeforeEach
    void start() throws Exception {
        market = new TestMarket(Bytes32.ZERO);
        token = Files.writeString(home.resolve("admin.token"), "letmein\n");
        String url = market.server().url();
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"sub\":\"provider\",\"roles\":[\"provider\"],\"exp\":9999999999}"
                        .getBytes(StandardCharsets.UTF_8));
        market.server()
                .on(
                        "GET /.well-known/openid-configuration",
                        request -> Reply.ok(Json.object().put("issuer", url).put("token_endpoint", url + "/token")))
                .on(
                        "GET /.well-known/oauth-protected-resource",
                        request -> Reply.ok("{\"authorization_servers\":[\"" + url + "\"]}"))
                .on(
                        "POST /token",
                        request -> Reply.ok(Json.object()
                                .put("access_token", "h." + claims + ".s")
                                .put("expires_in", 3600)))
                .on(PATCH, request -> {
                    ObjectNode node = Json.object().put("nodeId", NODE.toString());
                    int part = request.json().path("sharedPhiBps").asInt();
                    return Reply.ok(part == 0 ? node.putNull("sharedPhiBps") : node.put("sharedPhiBps", part));
                });
        assertThat(run("login", "--client-id", "provider").exitCode()).isZero();
    }

    @AfterEach
    void stop() {
        market.close();
    }

    private Run run(String... arguments) {
        return Run.of(market.environment(home), arguments);
    }

    private Run share() {
        return run(
                "node",
                "share",
                NODE.toString(),
                "--gateway",
                market.server().url(),
                "--admin-token-file",
                token.toString());
    }

    @Test
    void tellsThePartThatTheGatewayKeepsNow() {
        market.server().on(STATUS, request -> Reply.ok(Json.object().put("sharedPhiBps", 2_500)));

        Run run = share();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("2500 basis points stay the solver's");
        assertThat(market.server().requests(STATUS))
                .singleElement()
                .satisfies(asked -> assertThat(asked.header("Authorization")).isEqualTo("Bearer letmein"));
        assertThat(market.server().requests(PATCH))
                .singleElement()
                .satisfies(
                        told -> assertThat(told.json()).isEqualTo(Json.object().put("sharedPhiBps", 2_500)));
    }

    @Test
    void tellsThatAGatewayThatKeepsNothingIsNotShared() {
        market.server().on(STATUS, request -> Reply.ok("{}"));

        Run run = share();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("no, orders have it alone");
        assertThat(market.server().requests(PATCH))
                .singleElement()
                .satisfies(
                        told -> assertThat(told.json()).isEqualTo(Json.object().put("sharedPhiBps", 0)));
    }

    @Test
    void saysWhatToDoWhileAnOrderIsOpen() {
        market.server()
                .on(STATUS, request -> Reply.ok("{}"))
                .on(PATCH, request -> Reply.problem(409, "node-in-use", "An open order depends on it."));

        Run run = share();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("An open order depends on it.", "cpctl node maintenance NODE on");
    }

    @Test
    void tellsNothingIfTheGatewayCannotBeAsked() {
        assertThat(share().exitCode()).isEqualTo(1);
        assertThat(market.server().requests(PATCH)).isEmpty();
    }
}
