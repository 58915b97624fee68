package org.computingpower.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.math.BigInteger;
import java.util.List;
import org.computingpower.kit.Detached;
import org.computingpower.kit.outbox.Outbox;
import org.computingpower.kit.outbox.OutboxEvent;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.GroupedCommands;
import org.computingpower.kit.rest.Idempotency;
import org.computingpower.kit.rest.InProgress;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.jspecify.annotations.Nullable;

/** Takes additions and shows counters. */
@Path("/api/sample/v1")
public class AdditionResource {
    private static final String TOTAL = "select total from counter where consumer = 'sample.strict' and name = $1";

    /** Grouped additions in progress at a time. */
    static final int MAX_IN_PROGRESS = 32;

    private static final int UNLUCKY = 13;
    private static final int BREAKING = 666;

    private final Pool pool;
    private final Outbox outbox;
    private final Idempotency idempotency;
    private final Caller caller;
    private final ObjectMapper json;
    private final InProgress inProgress;
    private final GroupedCommands<Addition> commands;

    AdditionResource(
            Pool pool,
            Outbox outbox,
            Idempotency idempotency,
            Detached detached,
            MeterRegistry metrics,
            Caller caller,
            ObjectMapper json) {
        this.pool = pool;
        this.outbox = outbox;
        this.idempotency = idempotency;
        this.caller = caller;
        this.json = json;
        this.inProgress = new InProgress(MAX_IN_PROGRESS, detached);
        this.commands = idempotency.grouped("POST /api/sample/v1/grouped-additions", MAX_IN_PROGRESS, this::accept);
        metrics.gauge("sample.in.progress", inProgress, InProgress::count);
    }

    /**
     * What to add.
     *
     * @param counter name of the counter
     * @param amount 1 to 1000
     */
    public record AddRequest(
            @NotNull @Pattern(regexp = "[a-z0-9-]{1,64}") String counter,
            @Min(1) @Max(1_000) int amount) {}

    /** What was accepted. */
    public record AddView(String counter, int amount, String by) {}

    /** A counter's total. */
    public record TotalView(String counter, String total) {}

    @POST
    @Path("/additions")
    @RolesAllowed(Roles.USER)
    public Uni<Response> add(
            @HeaderParam(Idempotency.HEADER) @Nullable String key, @NotNull @Valid AddRequest request) {
        String subject = caller.subject();
        return idempotency.once(
                subject,
                key,
                "POST /api/sample/v1/additions",
                request,
                transaction -> accept(transaction, request)
                        .replaceWith(
                                new Idempotency.Reply(201, new AddView(request.counter(), request.amount(), subject))));
    }

    private Uni<Void> accept(SqlConnection transaction, AddRequest request) {
        return outbox.appendNext(transaction, List.of(event(request)));
    }

    private OutboxEvent event(AddRequest request) {
        try {
            byte[] body = json.writeValueAsBytes(new Added(BigInteger.valueOf(request.amount()), 0));
            return outbox.event(Added.TOPIC, request.counter(), Added.TYPE, body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #add}, many in one transaction. The amount 13 is refused, and the amount 666 breaks its transaction. */
    @POST
    @Path("/grouped-additions")
    @RolesAllowed(Roles.USER)
    public Uni<Response> addGrouped(
            @HeaderParam(Idempotency.HEADER) @Nullable String key, @NotNull @Valid AddRequest request) {
        String subject = caller.subject();
        return inProgress.run(
                () -> commands.once(subject, key, request, new Addition(request, event(request), subject)));
    }

    private record Addition(AddRequest request, OutboxEvent event, String by) {
        GroupedCommands.Result result() {
            return request.amount() == UNLUCKY
                    ? new GroupedCommands.Result.Refused(Problem.conflict("unlucky", "Unlucky", "13 is not added."))
                    : new GroupedCommands.Result.Done(
                            new Idempotency.Reply(201, new AddView(request.counter(), request.amount(), by)));
        }
    }

    private Uni<List<GroupedCommands.Result>> accept(SqlConnection transaction, List<Addition> additions) {
        List<OutboxEvent> events = additions.stream()
                .filter(one -> one.request().amount() != UNLUCKY)
                .map(Addition::event)
                .toList();
        int divisor = additions.stream().anyMatch(one -> one.request().amount() == BREAKING) ? 0 : 1;
        return transaction
                .preparedQuery("select 1 / $1::int")
                .execute(Tuple.of(divisor))
                .chain(() -> outbox.appendNext(transaction, events))
                .replaceWith(additions.stream().map(Addition::result).toList());
    }

    @GET
    @Path("/counters/{name}")
    @RolesAllowed({Roles.USER, Roles.OPERATOR})
    public Uni<TotalView> total(@PathParam("name") String name) {
        return pool.preparedQuery(TOTAL).execute(Tuple.of(name)).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.notFound("There is no such counter.");
            }
            return new TotalView(name, rows.iterator().next().getBigDecimal(0).toPlainString());
        });
    }

    @GET
    @Path("/failure")
    @RolesAllowed(Roles.OPERATOR)
    public Uni<TotalView> fail() {
        throw new IllegalStateException("an internal detail");
    }

    /** Without an annotation of its own: denied to everyone. */
    @GET
    @Path("/unannotated")
    public String unannotated() {
        return "open";
    }
}
