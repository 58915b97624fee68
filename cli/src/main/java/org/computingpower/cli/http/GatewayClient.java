package org.computingpower.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;

/** The public origin of a gateway, over TLS pinned to the attested key. The platform's token never goes here. */
public final class GatewayClient implements AutoCloseable {
    private final HttpClient client;
    private final HttpCalls http;
    private final String origin;

    /** @param tlsSpkiSha256 from a quote that was verified */
    public GatewayClient(String origin, Bytes32 tlsSpkiSha256) {
        if (!origin.startsWith("https://")) {
            throw new CliException("A gateway is reached by https only, not at " + origin + ".");
        }
        this.client = PinnedTls.client(tlsSpkiSha256);
        this.http = new HttpCalls(client);
        this.origin = origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin;
    }

    /** Who the gateway says it is. */
    public JsonNode identity() {
        return Json.parse(http.get(origin + "/identity/v1").text(), "The gateway's identity");
    }

    public JsonNode post(String path, JsonNode body) {
        return Json.parse(
                http.send("POST", origin + path, Map.of("Content-Type", "application/json"), body.toString())
                        .text(),
                "The gateway's answer");
    }

    /** A request to the application, whatever it answers. */
    public HttpCalls.Answer application(
            String method, String path, String session, Optional<String> contentType, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + session);
        contentType.ifPresent(type -> headers.put("Content-Type", type));
        return http.send(method, origin + path, headers, body);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
