package org.computingpower.challenge.adapter.rest;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.computingpower.challenge.application.PeerMessage;
import org.computingpower.challenge.application.RoundConductor;
import org.computingpower.challenge.application.TakeAnswers;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.kit.rest.Problem;
import org.computingpower.terms.Address;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What the other validators say. Every message carries its proof: a validator's signature over the statement, or a secret that opens its
 * commitment; what no member of the set can have said is dropped.
 */
@Path("/api/challenge/v1/peer")
@PermitAll
public class PeerResource {

    private final RoundConductor conductor;
    private final TakeAnswers answers;
    private final MarketRules rules;

    PeerResource(RoundConductor conductor, TakeAnswers answers, MarketRules rules) {
        this.conductor = conductor;
        this.answers = answers;
        this.rules = rules;
    }

    @POST
    @Path("/commitments")
    @Blocking
    @Operation(summary = "A validator's beacon commitment")
    public void commitment(PeerMessage.@NotNull Commitment message) {
        from(message.validator(), message.commitment(), message.signature());
        conductor.onCommitment(message);
    }

    @POST
    @Path("/calls")
    @Blocking
    @Operation(summary = "The leader's call")
    public void call(PeerMessage.@NotNull Call message) {
        from(message.validator(), message.call(), message.signature());
        conductor.onCall(message);
    }

    @POST
    @Path("/secrets")
    @Blocking
    @Operation(summary = "A validator's beacon secret")
    public void secret(PeerMessage.@NotNull Secret message) {
        from(message.validator(), message.secret());
        conductor.onSecret(message);
    }

    @POST
    @Path("/openings")
    @Blocking
    @Operation(summary = "A validator's opening of a round")
    public void opening(PeerMessage.@NotNull Opening message) {
        from(message.validator(), message.round(), message.signature());
        conductor.onOpening(message);
    }

    @POST
    @Path("/commits")
    @Operation(summary = "A commit with a validator's receipt")
    public Uni<Void> commit(PeerMessage.@NotNull CommitReceived message) {
        from(message.validator(), message.commit(), message.nodeSignature(), message.receipt(), message.signature());
        return answers.forwardedCommit(message).replaceWithVoid();
    }

    @POST
    @Path("/reveals")
    @Operation(summary = "A reveal with a validator's receipt")
    public Uni<Void> reveal(PeerMessage.@NotNull RevealReceived message) {
        from(
                message.validator(),
                message.nodeId(),
                message.reveal(),
                message.nonces(),
                message.nodeSignature(),
                message.receipt(),
                message.signature());
        return answers.forwardedReveal(message, ProofResource.nonces(message.nonces()))
                .replaceWithVoid();
    }

    private void from(@Nullable Address validator, @Nullable Object... parts) {
        for (Object part : parts) {
            if (part == null) {
                throw Problem.invalid("A part of the message is missing.");
            }
        }
        if (validator == null || !rules.members().contains(validator)) {
            throw Problem.forbidden("Only members of the validator set talk here.");
        }
    }
}
