package org.computingpower.local;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.computingpower.terms.Address;

/** What the edge of a local stack answers itself: the market file, the issuer's name (RFC 9728), and a faucet that exists nowhere else. */
final class EdgePages {
    private final Vertx vertx;
    private final LocalMarket market;
    private final String resource;
    private final String issuer;

    /**
     * @param resource origin of the edge
     * @param issuer origin of the OpenID Connect issuer whose tokens it takes
     */
    EdgePages(Vertx vertx, LocalMarket market, String resource, String issuer) {
        this.vertx = vertx;
        this.market = market;
        this.resource = resource;
        this.issuer = issuer;
    }

    Map<String, Function<HttpServerRequest, Future<String>>> pages() {
        return Map.of(
                "/.well-known/market.json",
                request -> Future.succeededFuture(new String(market.file(), StandardCharsets.UTF_8)),
                "/.well-known/oauth-protected-resource",
                request -> Future.succeededFuture("{\"resource\":\"" + resource + "\",\"authorization_servers\":[\""
                        + issuer + "\"],\"bearer_methods_supported\":[\"header\"]}"),
                "/dev/faucet",
                this::faucet);
    }

    private Future<String> faucet(HttpServerRequest request) {
        String account = request.getParam("address");
        if (!HttpMethod.POST.equals(request.method()) || account == null) {
            return Future.failedFuture("POST /dev/faucet?address=0x… gives a local account tokens and gas");
        }
        return vertx.executeBlocking(() -> {
                    market.faucet(Address.parse(account));
                    return account;
                })
                .map(funded -> "{\"funded\":\"" + account + "\"}");
    }
}
