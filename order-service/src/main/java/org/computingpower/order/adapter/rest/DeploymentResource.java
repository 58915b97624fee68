package org.computingpower.order.adapter.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.function.Function;
import org.computingpower.kit.Detached;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.computingpower.order.adapter.rest.Requests.DeploymentRequest;
import org.computingpower.order.adapter.rest.Requests.StatusRequest;
import org.computingpower.order.adapter.rest.Views.DeploymentView;
import org.computingpower.order.adapter.rest.Views.DesiredView;
import org.computingpower.order.application.DeploymentStore;
import org.computingpower.order.application.Deployments;
import org.computingpower.order.application.OrderStore;
import org.computingpower.order.domain.Deployment;
import org.computingpower.order.domain.MarketRules;
import org.computingpower.order.domain.Refusal;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What users want to run, and the level that a node's gateway has to reach. */
@Path("/api/orders/v1")
@Tag(name = "deployments")
public class DeploymentResource {
    private static final String NODE = "{nodeId: 0x[0-9a-f]{64}}";

    private final Deployments deployments;
    private final DeploymentStore store;
    private final OrderStore orders;
    private final MarketRules market;
    private final Detached detached;
    private final Pool pool;
    private final Caller caller;
    private final Viewers viewers;

    DeploymentResource(
            Deployments deployments,
            DeploymentStore store,
            OrderStore orders,
            MarketRules market,
            Detached detached,
            Pool pool,
            Caller caller,
            Viewers viewers) {
        this.deployments = deployments;
        this.store = store;
        this.orders = orders;
        this.market = market;
        this.detached = detached;
        this.pool = pool;
        this.caller = caller;
        this.viewers = viewers;
    }

    @PUT
    @Path("/" + OrderResource.ORDER + "/deployment")
    @RolesAllowed(Roles.USER)
    @Operation(summary = "Ask for an application to run: a YAML by URL with the digest of its bytes")
    @APIResponse(
            responseCode = "202",
            description = "Requested",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeploymentView.class)))
    public Uni<Response> deploy(@PathParam("orderId") String orderId, @NotNull @Valid DeploymentRequest request) {
        String subject = caller.subject();
        String url = url(request.url());
        return done(transaction ->
                        deployments.request(transaction, OrderId.parse(orderId), subject, url, request.sha256()))
                .map(deployment ->
                        Response.accepted(DeploymentView.of(deployment)).build());
    }

    /** Only the form; where a gateway may fetch from is the gateway's rule. */
    private static String url(URI url) {
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!web
                || url.getHost() == null
                || url.getUserInfo() != null
                || url.getFragment() != null
                || url.toString().length() > Requests.URL_LIMIT) {
            throw Problem.invalid("url must be http or https with a host, without user or fragment, at most "
                    + Requests.URL_LIMIT + " characters.");
        }
        return url.toString();
    }

    @GET
    @Path("/" + OrderResource.ORDER + "/deployment")
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.OPERATOR})
    @Operation(summary = "The newest deployment of an order of the caller")
    public Uni<DeploymentView> deployment(@PathParam("orderId") String orderId) {
        OrderId id = OrderId.parse(orderId);
        return orders.find(pool, id, viewers.current()).chain(found -> {
            if (found.isEmpty()) {
                throw Problems.of(new Refusal.OrderUnknown(id));
            }
            return store.find(pool, id)
                    .map(deployment -> deployment
                            .map(DeploymentView::of)
                            .orElseThrow(() -> Problem.notFound("No deployment was asked for.")));
        });
    }

    @GET
    @Path("/nodes/" + NODE + "/desired")
    @RolesAllowed(Roles.PROVIDER)
    @Operation(summary = "What the caller's node has to accept and to run; an order that is not here must not run")
    public Uni<DesiredView> desired(@PathParam("nodeId") String nodeId) {
        NodeId id = NodeId.parse(nodeId);
        return deployments
                .desired(pool, id, caller.subject())
                .map(desired -> desired.map(level -> DesiredView.of(id, level, market))
                        .orElseThrow(() -> Problems.of(new Refusal.NodeUnknown(id))));
    }

    @PUT
    @Path("/nodes/" + NODE + "/orders/" + OrderResource.ORDER + "/status")
    @RolesAllowed(Roles.PROVIDER)
    @Operation(summary = "The node's signed statement on a deployment")
    @APIResponse(responseCode = "204", description = "Taken")
    public Uni<Response> report(
            @PathParam("nodeId") String nodeId,
            @PathParam("orderId") String orderId,
            @NotNull @Valid StatusRequest request) {
        String subject = caller.subject();
        return done(transaction -> deployments.report(
                        transaction,
                        NodeId.parse(nodeId),
                        OrderId.parse(orderId),
                        subject,
                        request.status(),
                        request.detail(),
                        request.signature()))
                .map(ignored -> Response.noContent().build());
    }

    private Uni<Deployment> done(Function<SqlConnection, Uni<Deployments.Answer<Deployment>>> work) {
        return detached.run(() -> pool.withTransaction(work)).map(answer -> switch (answer) {
            case Deployments.Answer.Done<Deployment>(Deployment value) -> value;
            case Deployments.Answer.Refused<Deployment>(Refusal refusal) -> throw Problems.of(refusal);
        });
    }
}
