package org.computingpower.registry.adapter.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.Idempotency;
import org.computingpower.kit.rest.Idempotency.Reply;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.computingpower.registry.application.Policies;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The appraisal policy. */
@Path("/api/registry/v1/policies")
@Tag(name = "policies")
public class PolicyResource {
    private final Policies policies;
    private final Idempotency idempotency;
    private final Pool pool;
    private final Caller caller;

    PolicyResource(Policies policies, Idempotency idempotency, Pool pool, Caller caller) {
        this.policies = policies;
        this.idempotency = idempotency;
        this.pool = pool;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Activate the next policy version, signed by a quorum of validators")
    @APIResponse(
            responseCode = "201",
            description = "Activated",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyActivated.class)))
    public Uni<Response> activate(
            @HeaderParam(Idempotency.HEADER) @Nullable String key, @NotNull @Valid Requests.ActivatePolicy request) {
        return idempotency.once(
                caller.subject(),
                key,
                "POST /policies",
                request,
                transaction -> policies.activate(
                                transaction, request.document(), request.activation(), request.signatures())
                        .map(Problems::done)
                        .map(done -> new Reply(done.created() ? 201 : 200, done.value())));
    }

    @GET
    @Path("/active")
    @PermitAll
    @Operation(summary = "The policy in force")
    public Uni<PolicyActivated> active() {
        return policies.active(pool)
                .map(found -> found.orElseThrow(() -> Problem.notFound("No policy is active yet.")));
    }
}
