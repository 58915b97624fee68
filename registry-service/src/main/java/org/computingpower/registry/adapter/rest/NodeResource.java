package org.computingpower.registry.adapter.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.computingpower.events.Device;
import org.computingpower.kit.Detached;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.Idempotency;
import org.computingpower.kit.rest.Idempotency.Reply;
import org.computingpower.kit.rest.Page;
import org.computingpower.kit.rest.PageRequest;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.computingpower.registry.adapter.rest.Views.NodeView;
import org.computingpower.registry.adapter.rest.Views.SearchView;
import org.computingpower.registry.application.NodeFilter;
import org.computingpower.registry.application.NodeStore;
import org.computingpower.registry.application.Nodes;
import org.computingpower.registry.domain.NodeOperation;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.DataProtection;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Nodes, their offers, and the search over them. */
@Path("/api/registry/v1/nodes")
@Tag(name = "nodes")
public class NodeResource {
    private final Nodes nodes;
    private final NodeStore store;
    private final Idempotency idempotency;
    private final Detached detached;
    private final Pool pool;
    private final Caller caller;

    NodeResource(Nodes nodes, NodeStore store, Idempotency idempotency, Detached detached, Pool pool, Caller caller) {
        this.nodes = nodes;
        this.store = store;
        this.idempotency = idempotency;
        this.detached = detached;
        this.pool = pool;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.PROVIDER)
    @Operation(summary = "Register a node by its node key")
    @APIResponse(
            responseCode = "201",
            description = "Registered",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = NodeView.class)))
    public Uni<Response> register(
            @HeaderParam(Idempotency.HEADER) @Nullable String key, @NotNull @Valid Requests.RegisterNode request) {
        String subject = caller.subject();
        Nodes.Registration registration = new Nodes.Registration(
                request.publicKey(),
                request.gatewayOrigin(),
                request.stakeAccount(),
                request.payee(),
                request.region(),
                request.sharedPhiBps(),
                devices(request.devices()),
                request.possession());
        return idempotency.once(
                subject,
                key,
                "POST /nodes",
                request,
                transaction -> nodes.register(transaction, subject, registration)
                        .map(Problems::done)
                        .map(done -> new Reply(done.created() ? 201 : 200, NodeView.of(done.value()))));
    }

    @PUT
    @Path("/{nodeId}/offer")
    @RolesAllowed(Roles.PROVIDER)
    @Operation(summary = "Put the next version of the node's offer, signed by the provider's wallet")
    public Uni<NodeView> offer(@PathParam("nodeId") String nodeId, @NotNull @Valid Requests.PutOffer request) {
        String subject = caller.subject();
        NodeId id = id(nodeId);
        return detached.run(() -> pool.withTransaction(
                transaction -> nodes.offer(transaction, subject, id, request.offer(), request.signature())
                        .map(outcome -> NodeView.of(Problems.done(outcome).value()))));
    }

    @PATCH
    @Path("/{nodeId}")
    @RolesAllowed(Roles.PROVIDER)
    @Operation(summary = "Take the node out for maintenance, tell where its gateway is now or what of it is shared")
    public Uni<NodeView> operate(@PathParam("nodeId") String nodeId, @NotNull @Valid Requests.PatchNode request) {
        String subject = caller.subject();
        NodeId id = id(nodeId);
        NodeOperation operation =
                NodeOperation.of(request.maintenance(), request.gatewayOrigin(), request.sharedPhiBps());
        return detached.run(() -> pool.withTransaction(transaction -> nodes.operate(transaction, subject, id, operation)
                .map(outcome -> NodeView.of(Problems.done(outcome).value()))));
    }

    @POST
    @Path("/{nodeId}/rating")
    @RolesAllowed(Roles.PROVIDER)
    @Operation(summary = "Have the node's devices measured anew, as they are or as described now")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = NodeView.class)))
    public Uni<Response> rate(
            @HeaderParam(Idempotency.HEADER) @Nullable String key,
            @PathParam("nodeId") String nodeId,
            @NotNull @Valid Requests.RateNode request) {
        String subject = caller.subject();
        NodeId id = id(nodeId);
        List<Device> described = request.devices() == null ? null : devices(request.devices());
        return idempotency.once(
                subject,
                key,
                "POST /nodes/" + id + "/rating",
                request,
                transaction -> nodes.rateAnew(transaction, subject, id, described)
                        .map(outcome -> new Reply(
                                200, NodeView.of(Problems.done(outcome).value()))));
    }

    private static List<Device> devices(List<Requests.DeviceEntry> entries) {
        return entries.stream()
                .map(one -> Device.unrated(one.device(), one.kind(), one.model(), one.advertisedRate()))
                .toList();
    }

    @GET
    @Path("/{nodeId}")
    @PermitAll
    @Operation(summary = "One node with its facets and what it lacks")
    public Uni<NodeView> node(@PathParam("nodeId") String nodeId) {
        return store.find(pool, id(nodeId))
                .map(found -> NodeView.of(found.orElseThrow(() -> Problem.notFound("No node " + nodeId + "."))));
    }

    /** Filters of a list. */
    static final class Filters {
        @QueryParam("listed")
        @Nullable
        Boolean listed;

        @QueryParam("provider")
        @Nullable
        String provider;

        @QueryParam("minRate")
        @Nullable
        Long minRate;

        @QueryParam("maxPricePerSecond")
        @Nullable
        String maxPricePerSecond;

        @QueryParam("region")
        @Nullable
        String region;

        @QueryParam("dataProtection")
        @Nullable
        DataProtection dataProtection;

        @QueryParam("trustDomain")
        @Nullable
        String trustDomain;

        @QueryParam("durationSeconds")
        @Nullable
        Long durationSeconds;

        NodeFilter filter() {
            return new NodeFilter(
                    listed,
                    provider,
                    minRate,
                    maxPricePerSecond == null ? null : amount(maxPricePerSecond),
                    region,
                    dataProtection,
                    trustDomain,
                    durationSeconds);
        }

        private static TokenAmount amount(String text) {
            try {
                return TokenAmount.parse(text);
            } catch (IllegalArgumentException e) {
                throw Problem.invalid("maxPricePerSecond is a decimal number of base units.");
            }
        }
    }

    @GET
    @PermitAll
    @Operation(summary = "Nodes by filters, in pages")
    public Uni<Page<NodeView>> list(
            @BeanParam Filters filters,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor, 1);
        String after = page.after().isEmpty() ? null : page.after().getFirst();
        return store.list(pool, filters.filter(), after, page.fetch())
                .map(found -> Page.of(page, found, node -> List.of(node.nodeId().toString()))
                        .map(NodeView::of));
    }

    @POST
    @Path("/search")
    @PermitAll
    @Operation(summary = "Listed nodes that match, and for every constraint how many listed nodes it alone excludes")
    public Uni<SearchView> search(@NotNull @Valid Requests.Search search) {
        NodeFilter filter = new NodeFilter(
                true,
                search.provider(),
                search.minRate(),
                search.maxPricePerSecond(),
                search.region(),
                search.dataProtection(),
                search.trustDomain(),
                search.durationSeconds());
        return store.list(pool, filter, null, PageRequest.MAX_LIMIT).chain(found -> {
            Uni<Map<String, Long>> counts = Uni.createFrom().item(new LinkedHashMap<>());
            for (NodeFilter.Condition condition : filter.conditions()) {
                counts = counts.chain(rejected -> store.count(pool, condition).map(count -> {
                    rejected.put(condition.name(), count);
                    return rejected;
                }));
            }
            return counts.map(
                    rejected -> new SearchView(found.stream().map(NodeView::of).toList(), rejected));
        });
    }

    private static NodeId id(String text) {
        try {
            return NodeId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("A node id is 0x and 64 lower-case hex digits.");
        }
    }
}
