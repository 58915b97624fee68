package org.computingpower.gateway.adapter.web;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * A refusal as RFC 9457 problem details; docs/problems.md is the catalogue.
 *
 * @param status HTTP status
 * @param slug end of the stable type URI
 * @param title the same for every occurrence
 * @param detail about this occurrence, never a secret
 */
record Problem(int status, String slug, String title, String detail) {
    private static final String TYPE_PREFIX = "https://computingpower.org/problems/";

    static Problem invalid(String detail) {
        return new Problem(400, "invalid-request", "Invalid request", detail);
    }

    static Problem unauthorized(String detail) {
        return new Problem(401, "unauthorized", "Unauthorized", detail);
    }

    static Problem notFound() {
        return new Problem(404, "not-found", "Not found", "There is nothing here.");
    }

    static Problem internal() {
        return new Problem(500, "internal-error", "Internal error", "The gateway failed; its log says why.");
    }

    void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("type", TYPE_PREFIX + slug)
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .put("instance", context.normalizedPath())
                        .toBuffer());
    }
}
