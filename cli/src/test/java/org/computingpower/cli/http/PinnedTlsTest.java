package org.computingpower.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.computingpower.cli.TestServer;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.TestTls;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PinnedTlsTest {
    private TestTls tls;
    private TestServer gateway;

    @BeforeEach
    void start() throws Exception {
        tls = TestTls.create();
        gateway = TestServer.tls(tls.context())
                .on("GET /identity/v1", request -> Reply.ok(Json.object().put("nodeId", "0x1")));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void talksToTheHolderOfTheAttestedKey() {
        try (GatewayClient client = new GatewayClient(gateway.url(), tls.spkiSha256())) {
            assertThat(client.identity().path("nodeId").asText()).isEqualTo("0x1");
        }
    }

    @Test
    void refusesEveryOtherKeyBeforeAnythingIsSent() {
        Bytes32 other = Digests.keccak256OfText("other");
        try (GatewayClient client = new GatewayClient(gateway.url(), other)) {
            assertThatThrownBy(() -> client.application("GET", "/apps", "secret", Optional.empty(), ""))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("is not the attested one " + other);
        }
        assertThat(gateway.requests("GET /apps")).isEmpty();
    }

    @Test
    void refusesPlainHttp() {
        assertThatThrownBy(() -> new GatewayClient("http://127.0.0.1:1", tls.spkiSha256()))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("https only");
    }

    @Test
    void sendsTokensOverPlainHttpOnThisMachineOnly() {
        ApiClient.requirePrivateWay("http://127.0.0.1:8100");
        ApiClient.requirePrivateWay("https://198.51.100.7");
        assertThatThrownBy(() -> ApiClient.requirePrivateWay("http://198.51.100.7"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("never sent over plain http");
    }
}
