package org.computingpower.gateway.adapter.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.computingpower.gateway.application.MakeQuote;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.QuoteProvider;
import org.computingpower.gateway.application.SharedNode;
import org.computingpower.gateway.application.orders.Reconciler;
import org.computingpower.gateway.application.orders.RunningOrders;
import org.computingpower.gateway.application.solver.SolverEngines;
import org.computingpower.gateway.application.solver.SolverLoop;
import org.computingpower.gateway.config.AdminToken;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.terms.Address;
import org.computingpower.terms.key.NodePossession;

/** {@code /admin/v1} on the loopback port, for whoever holds the admin token. */
@Singleton
class AdminRoutes {
    private static final int MAX_BODY = 64 * 1024;
    private final Json json;
    private final AdminToken token;
    private final NodeIdentity identity;
    private final MakeQuote makeQuote;
    private final QuoteProvider quotes;
    private final SolverEngines engines;
    private final SolverLoop solver;
    private final RunningOrders running;
    private final Reconciler reconciler;
    private final SharedNode shared;
    private final GatewayConfig config;

    AdminRoutes(
            Json json,
            AdminToken token,
            NodeIdentity identity,
            MakeQuote makeQuote,
            QuoteProvider quotes,
            SolverEngines engines,
            SolverLoop solver,
            RunningOrders running,
            Reconciler reconciler,
            SharedNode shared,
            GatewayConfig config) {
        this.json = json;
        this.token = token;
        this.identity = identity;
        this.makeQuote = makeQuote;
        this.quotes = quotes;
        this.engines = engines;
        this.solver = solver;
        this.running = running;
        this.reconciler = reconciler;
        this.shared = shared;
        this.config = config;
    }

    private record PossessionRequest(Address providerAddress) {}

    void add(@Observes Router router) {
        router.route("/admin/*").handler(this::authorize);
        router.route("/admin/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        router.get("/admin/v1/status").handler(context -> json.answer(context, () -> new Json.Answer.Ok(status())));
        router.post("/admin/v1/possession").handler(this::possession);
        router.post("/admin/v1/quotes").handler(this::quote);
    }

    private void authorize(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.startsWith("Bearer ") && token.matches(header.substring(7))) {
            context.next();
        } else {
            Problem.unauthorized("The admin token is needed.").answer(context);
        }
    }

    private void possession(RoutingContext context) {
        json.handle(
                context,
                PossessionRequest.class,
                request -> new Json.Answer.Ok(Map.of(
                        "publicKey",
                        identity.nodeKey().verifyingKey(),
                        "nodeId",
                        identity.nodeId(),
                        "signature",
                        NodePossession.prove(identity.nodeKey(), request.providerAddress()))));
    }

    private void quote(RoutingContext context) {
        json.handle(context, MakeQuote.Request.class, request -> {
            try {
                return new Json.Answer.Ok(makeQuote.make(request));
            } catch (IllegalArgumentException e) {
                return new Json.Answer.Refused(Problem.invalid(String.valueOf(e.getMessage())));
            }
        });
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("nodeId", identity.nodeId());
        status.put("publicOrigin", config.publicOrigin());
        status.put("trustDomain", quotes.trustDomain());
        status.put("devices", engines.status());
        shared.part().ifPresent(part -> status.put("sharedPhiBps", part.phiBps()));
        status.put("lastSolvedEpoch", solver.lastSolvedEpoch());
        status.put("orders", running.all());
        status.put("deployments", reconciler.phases());
        return status;
    }
}
