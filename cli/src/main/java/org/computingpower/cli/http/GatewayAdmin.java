package org.computingpower.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;

/** The admin interface of the provider's own gateway: plain HTTP on loopback with a token. */
public final class GatewayAdmin {
    private final HttpCalls http;
    private final String url;
    private final String token;

    public GatewayAdmin(HttpCalls http, String url, Path tokenFile) {
        ApiClient.requirePrivateWay(url);
        this.http = http;
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        try {
            this.token = Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new CliException("Cannot read the admin token from " + tokenFile + ".");
        }
    }

    public JsonNode status() {
        return call("GET", "/admin/v1/status", "");
    }

    /** The node key's proof that it is meant to be registered by a provider. */
    public JsonNode possession(String providerAddress) {
        return call(
                "POST",
                "/admin/v1/possession",
                Json.object().put("providerAddress", providerAddress).toString());
    }

    /** A quote that binds the node's keys and accounts. */
    public JsonNode quote(JsonNode request) {
        return call("POST", "/admin/v1/quotes", request.toString());
    }

    private JsonNode call(String method, String path, String body) {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
        return Json.parse(http.send(method, url + path, headers, body).text(), "The gateway's answer");
    }
}
