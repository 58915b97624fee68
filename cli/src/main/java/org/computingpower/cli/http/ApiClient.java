package org.computingpower.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;

/** One service area: JSON in and out, the bearer token added, refusals thrown as {@link ApiRefusal}. */
public final class ApiClient {
    private static final int MAX_PAGES = 1_000;

    private final HttpCalls http;
    private final String base;
    private final Supplier<Optional<String>> bearer;

    /**
     * @param base without a slash at its end
     * @param bearer the access token, if the caller is logged in
     */
    public ApiClient(HttpCalls http, String base, Supplier<Optional<String>> bearer) {
        this.http = http;
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.bearer = bearer;
    }

    public JsonNode get(String path) {
        return Json.parse(exchange("GET", path, "", "application/json").text(), path);
    }

    /** The answer, or nothing if there is no such thing (404). */
    public Optional<JsonNode> find(String path) {
        HttpCalls.Answer answer = exchange("GET", path, "", "application/json");
        return answer.status() == 404 ? Optional.empty() : Optional.of(Json.parse(answer.text(), path));
    }

    /** Text of another media type. */
    public String getText(String path, String mediaType) {
        return exchange("GET", path, "", mediaType).text();
    }

    /** The raw bytes of an answer. */
    public byte[] getBytes(String path) {
        HttpCalls.Answer answer = exchange("GET", path, "", "application/json");
        if (!answer.isSuccess()) {
            throw ApiRefusal.of(answer.status(), answer.asText());
        }
        return answer.body();
    }

    public JsonNode post(String path, JsonNode body) {
        return Json.parse(
                exchange("POST", path, body.toString(), "application/json").text(), path);
    }

    public JsonNode put(String path, JsonNode body) {
        return Json.parse(
                exchange("PUT", path, body.toString(), "application/json").text(), path);
    }

    public JsonNode patch(String path, JsonNode body) {
        return Json.parse(
                exchange("PATCH", path, body.toString(), "application/json").text(), path);
    }

    /** All items of a list, page by page, at most {@code limit}. */
    public List<JsonNode> list(String path, Map<String, String> query, int limit) {
        List<JsonNode> items = new ArrayList<>();
        Map<String, String> asked = new LinkedHashMap<>(query);
        for (int page = 0; page < MAX_PAGES && items.size() < limit; page++) {
            asked.put("limit", Integer.toString(Math.min(100, limit - items.size())));
            JsonNode answer = get(path + query(asked));
            answer.path("items").forEach(items::add);
            JsonNode next = answer.path("next");
            if (!next.isTextual()) {
                break;
            }
            asked.put("cursor", next.asText());
        }
        return items;
    }

    private static String query(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    private HttpCalls.Answer exchange(String method, String path, String body, String accept) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", accept + ", application/problem+json");
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        if (method.equals("POST")) {
            headers.put("Idempotency-Key", UUID.randomUUID().toString());
        }
        bearer.get().ifPresent(token -> {
            requirePrivateWay(base);
            headers.put("Authorization", "Bearer " + token);
        });
        return http.send(method, base + path, headers, body);
    }

    /** A token goes over TLS, or stays on this machine. */
    static void requirePrivateWay(String url) {
        URI uri = URI.create(url);
        if (uri.getScheme().equals("https")) {
            return;
        }
        try {
            if (!InetAddress.getByName(uri.getHost()).isLoopbackAddress()) {
                throw new CliException(
                        "A token or secret is never sent over plain http to " + uri.getHost() + ".",
                        "Use an https address.");
            }
        } catch (UnknownHostException e) {
            throw new CliException("Unknown host: " + uri.getHost());
        }
    }
}
