package org.computingpower.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.computingpower.kit.outbox.Outbox;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.Idempotency;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.jspecify.annotations.Nullable;

/** Takes additions and shows counters. */
@Path("/api/sample/v1")
public class AdditionResource {
    private static final String TOTAL = "select total from counter where consumer = 'sample.strict' and name = $1";

    private final Pool pool;
    private final Outbox outbox;
    private final Idempotency idempotency;
    private final Caller caller;
    private final ObjectMapper json;

    AdditionResource(Pool pool, Outbox outbox, Idempotency idempotency, Caller caller, ObjectMapper json) {
        this.pool = pool;
        this.outbox = outbox;
        this.idempotency = idempotency;
        this.caller = caller;
        this.json = json;
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
        byte[] body;
        try {
            body = json.writeValueAsBytes(new Added(BigInteger.valueOf(request.amount()), 0));
        } catch (JsonProcessingException e) {
            return Uni.createFrom().failure(e);
        }
        return outbox.appendNext(transaction, List.of(outbox.event(Added.TOPIC, request.counter(), Added.TYPE, body)));
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
