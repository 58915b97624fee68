package org.computingpower.order.adapter.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.computingpower.kit.Detached;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.Idempotency;
import org.computingpower.kit.rest.Page;
import org.computingpower.kit.rest.PageRequest;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.computingpower.order.adapter.rest.Requests.AcceptRequest;
import org.computingpower.order.adapter.rest.Requests.CancelRequest;
import org.computingpower.order.adapter.rest.Requests.QuoteRequest;
import org.computingpower.order.adapter.rest.Requests.RejectRequest;
import org.computingpower.order.adapter.rest.Requests.SignRequest;
import org.computingpower.order.adapter.rest.Views.OrderView;
import org.computingpower.order.adapter.rest.Views.QuoteView;
import org.computingpower.order.adapter.rest.Views.TransitionView;
import org.computingpower.order.application.MoveOrder;
import org.computingpower.order.application.OrderStore;
import org.computingpower.order.application.OrderStore.Filter;
import org.computingpower.order.application.OrderStore.Position;
import org.computingpower.order.application.PlaceQuote;
import org.computingpower.order.application.Viewer;
import org.computingpower.order.domain.MarketRules;
import org.computingpower.order.domain.Outcome;
import org.computingpower.order.domain.PlacedOrder;
import org.computingpower.order.domain.Quoting;
import org.computingpower.order.domain.Refusal;
import org.computingpower.order.domain.StateName;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Quotes, orders and their transitions. */
@Path("/api/orders/v1")
@Tag(name = "orders")
public class OrderResource {
    static final String ORDER = "{orderId: 0x[0-9a-f]{64}}";

    private final PlaceQuote quotes;
    private final MoveOrder move;
    private final OrderStore orders;
    private final MarketRules market;
    private final InstantSource clock;
    private final Idempotency idempotency;
    private final Detached detached;
    private final Pool pool;
    private final Caller caller;
    private final Viewers viewers;

    OrderResource(
            PlaceQuote quotes,
            MoveOrder move,
            OrderStore orders,
            MarketRules market,
            InstantSource clock,
            Idempotency idempotency,
            Detached detached,
            Pool pool,
            Caller caller,
            Viewers viewers) {
        this.quotes = quotes;
        this.move = move;
        this.orders = orders;
        this.market = market;
        this.clock = clock;
        this.idempotency = idempotency;
        this.detached = detached;
        this.pool = pool;
        this.caller = caller;
        this.viewers = viewers;
    }

    @POST
    @Path("/quotes")
    @RolesAllowed(Roles.USER)
    @Operation(summary = "Fix the terms of an order on a listed node and reserve the node softly")
    @APIResponse(
            responseCode = "201",
            description = "Quoted",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = QuoteView.class)))
    public Uni<Response> quote(
            @HeaderParam(Idempotency.HEADER) @Nullable String key, @NotNull @Valid QuoteRequest request) {
        String subject = caller.subject();
        long offerValidUntil = new Quoting(market).acceptBefore(clock.instant());
        return idempotency.once(
                subject,
                key,
                "POST /quotes",
                request,
                transaction -> quotes.quote(transaction, subject, request.user(), request.wanted(offerValidUntil))
                        .map(answer -> switch (answer) {
                            case PlaceQuote.Answer.Given given -> new Idempotency.Reply(201, view(given));
                            case PlaceQuote.Answer.Refused(Refusal refusal) -> throw Problems.of(refusal);
                        }));
    }

    private static QuoteView view(PlaceQuote.Answer.Given given) {
        PlacedOrder order = given.order();
        return new QuoteView(
                order.id(), order.terms(), order.createdAt(), given.expiresAt(), NodeView.of(given.node()));
    }

    @POST
    @Path("/" + ORDER + "/signature")
    @RolesAllowed(Roles.USER)
    @Operation(summary = "Give the wallet's signature over the order; it then waits for its escrow")
    public Uni<OrderView> sign(@PathParam("orderId") String orderId, @NotNull @Valid SignRequest request) {
        String subject = caller.subject();
        return moved(transaction -> move.sign(transaction, OrderId.parse(orderId), subject, request.signature()));
    }

    @POST
    @Path("/" + ORDER + "/acceptance")
    @RolesAllowed(Roles.PROVIDER)
    @Operation(summary = "The node takes the order: billing begins with the next epochs")
    public Uni<OrderView> accept(@PathParam("orderId") String orderId, @NotNull @Valid AcceptRequest request) {
        String subject = caller.subject();
        return moved(transaction ->
                move.accept(transaction, OrderId.parse(orderId), subject, request.acceptance(), request.signature()));
    }

    @POST
    @Path("/" + ORDER + "/rejection")
    @RolesAllowed(Roles.PROVIDER)
    @Operation(summary = "The provider does not take the order; the whole deposit goes back")
    public Uni<OrderView> reject(@PathParam("orderId") String orderId, @NotNull @Valid RejectRequest request) {
        String subject = caller.subject();
        return moved(transaction -> move.reject(transaction, OrderId.parse(orderId), subject, request.reason()));
    }

    @POST
    @Path("/" + ORDER + "/cancellation")
    @RolesAllowed(Roles.USER)
    @Operation(summary = "The user leaves; service ends when this is received")
    public Uni<OrderView> cancel(@PathParam("orderId") String orderId, @NotNull @Valid CancelRequest request) {
        String subject = caller.subject();
        return moved(transaction ->
                move.cancel(transaction, OrderId.parse(orderId), subject, request.cancel(), request.signature()));
    }

    /** A money write: it runs to its end although the client may be gone. */
    private Uni<OrderView> moved(Function<SqlConnection, Uni<Outcome>> work) {
        return detached.run(() -> pool.withTransaction(work)).map(outcome -> switch (outcome) {
            case Outcome.Moved done -> OrderView.of(done.order(), market);
            case Outcome.Kept(PlacedOrder order) -> OrderView.of(order, market);
            case Outcome.Refused(Refusal refusal) -> throw Problems.of(refusal);
        });
    }

    @GET
    @Path("/" + ORDER)
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.OPERATOR})
    @Operation(summary = "An order of the caller")
    public Uni<OrderView> one(@PathParam("orderId") String orderId) {
        OrderId id = OrderId.parse(orderId);
        return orders.find(pool, id, viewers.current())
                .map(found -> found.map(order -> OrderView.of(order, market))
                        .orElseThrow(() -> Problems.of(new Refusal.OrderUnknown(id))));
    }

    @GET
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.OPERATOR})
    @Operation(summary = "The caller's orders, oldest first")
    public Uni<Page<OrderView>> list(
            @QueryParam("state") @Nullable StateName state,
            @QueryParam("nodeId") @Nullable String nodeId,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor, 2);
        Filter filter = new Filter(state, nodeId == null ? null : parse("nodeId", () -> NodeId.parse(nodeId)));
        Optional<Position> after = page.after().isEmpty()
                ? Optional.empty()
                : Optional.of(parse(
                        "cursor",
                        () -> new Position(
                                Instant.parse(page.after().get(0)), page.after().get(1))));
        return orders.list(pool, viewers.current(), filter, after, page.fetch())
                .map(found -> Page.of(
                                page,
                                found,
                                order -> List.of(
                                        order.createdAt().toString(), order.id().toString()))
                        .map(order -> OrderView.of(order, market)));
    }

    @GET
    @Path("/" + ORDER + "/transitions")
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.OPERATOR})
    @Operation(summary = "Every step of an order of the caller")
    public Uni<Page<TransitionView>> transitions(
            @PathParam("orderId") String orderId,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        OrderId id = OrderId.parse(orderId);
        Viewer viewer = viewers.current();
        PageRequest page = PageRequest.of(limit, cursor, 1);
        int after = page.after().isEmpty()
                ? 0
                : parse("cursor", () -> Integer.valueOf(page.after().getFirst()));
        return orders.find(pool, id, viewer).chain(found -> {
            if (found.isEmpty()) {
                throw Problems.of(new Refusal.OrderUnknown(id));
            }
            return orders.transitions(pool, id, viewer, after, page.fetch())
                    .map(steps -> Page.of(page, steps, step -> List.of(Integer.toString(step.seq())))
                            .map(TransitionView::of));
        });
    }

    private static <T> T parse(String name, Supplier<T> text) {
        try {
            return text.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Problem.invalid(name + " is malformed.");
        }
    }
}
