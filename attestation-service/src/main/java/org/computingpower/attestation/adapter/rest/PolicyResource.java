package org.computingpower.attestation.adapter.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.computingpower.attestation.application.Outcome;
import org.computingpower.attestation.application.Policies;
import org.computingpower.attestation.domain.PolicyRefusal;
import org.computingpower.attestation.domain.ValidatorKey;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.Idempotency;
import org.computingpower.kit.rest.Idempotency.Reply;
import org.computingpower.kit.rest.Roles;
import org.computingpower.terms.Signature;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Policies that the operator asks this validator to sign. */
@Path("/api/attestation/v1/policies/signatures")
@Tag(name = "policies")
public class PolicyResource {
    private final Policies policies;
    private final ValidatorKey key;
    private final Idempotency idempotency;
    private final Caller caller;

    PolicyResource(Policies policies, ValidatorKey key, Idempotency idempotency, Caller caller) {
        this.policies = policies;
        this.key = key;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Sign a policy as this validator; never two documents for one version")
    @APIResponse(
            responseCode = "201",
            description = "Signed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Views.PolicySignature.class)))
    public Uni<Response> sign(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid Requests.SignPolicy request) {
        return idempotency.once(
                caller.subject(),
                idempotencyKey,
                "POST /api/attestation/v1/policies/signatures",
                request,
                transaction -> policies.sign(transaction, request.document(), request.activation())
                        .map(this::reply));
    }

    private Reply reply(Outcome<Signature, PolicyRefusal> outcome) {
        return switch (outcome) {
            case Outcome.Done<Signature, PolicyRefusal>(Signature signature) ->
                new Reply(201, new Views.PolicySignature(key.address(), signature));
            case Outcome.Refused<Signature, PolicyRefusal>(PolicyRefusal refusal) -> throw Problems.of(refusal);
        };
    }
}
