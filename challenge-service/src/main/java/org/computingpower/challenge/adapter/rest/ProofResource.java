package org.computingpower.challenge.adapter.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.Optional;
import org.computingpower.challenge.adapter.rest.Views.CommitRequest;
import org.computingpower.challenge.adapter.rest.Views.CommitView;
import org.computingpower.challenge.adapter.rest.Views.RevealRequest;
import org.computingpower.challenge.adapter.rest.Views.RevealView;
import org.computingpower.challenge.application.AnswerResult;
import org.computingpower.challenge.application.TakeAnswers;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.kit.rest.Problem;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.Reveal;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Commits and reveals. Anybody may post; only what the node's own key signed is looked at. */
@Path("/api/challenge/v1")
@PermitAll
public class ProofResource {

    private static final int MAX_DEVICE = 0xFFFF;

    private final TakeAnswers answers;

    ProofResource(TakeAnswers answers) {
        this.answers = answers;
    }

    @POST
    @Path("/commits")
    @Operation(
            summary = "A node's signed commit",
            description = "Sending the same commit again gives the same receipt. A second, different one is evidence.")
    public Uni<CommitView> commit(@NotNull CommitRequest request) {
        Commit commit = complete(request.commit());
        return answers.commit(commit, signature(request.signature())).map(result -> switch (result) {
            case AnswerResult.Receipted receipted ->
                new CommitView(receipted.receipt(), receipted.validator(), receipted.signature());
            case AnswerResult.Taken ignored -> throw new IllegalStateException("A commit gets a receipt");
            case AnswerResult.Refused refused -> throw ProofProblems.of(refused.reason());
            case AnswerResult.Overloaded ignored -> throw ProofProblems.overloaded();
        });
    }

    @POST
    @Path("/reveals")
    @Operation(
            summary = "A node's signed reveal",
            description =
                    "One that does not rebuild the signed commit is refused and may be sent again until the deadline.")
    @APIResponse(
            responseCode = "202",
            description = "Received",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RevealView.class)))
    public Uni<Response> reveal(@NotNull RevealRequest request) {
        Reveal reveal = request.reveal();
        if (request.nodeId() == null
                || reveal == null
                || isMissing(reveal.challengeId())
                || isMissing(reveal.revealHash())
                || request.nonces() == null) {
            throw Problem.invalid("nodeId, reveal and nonces are needed.");
        }
        RosterSlot.Key key = new RosterSlot.Key(request.nodeId(), device(request.device()));
        return answers.reveal(
                        epoch(request.epoch()), key, reveal, nonces(request.nonces()), signature(request.signature()))
                .map(result -> switch (result) {
                    case AnswerResult.Taken(long receivedAtMillis) ->
                        Response.accepted(new RevealView(receivedAtMillis)).build();
                    case AnswerResult.Receipted ignored -> throw new IllegalStateException("A reveal gets no receipt");
                    case AnswerResult.Refused refused -> throw ProofProblems.of(refused.reason());
                    case AnswerResult.Overloaded ignored -> throw ProofProblems.overloaded();
                });
    }

    private static Commit complete(@Nullable Commit commit) {
        if (commit == null
                || isMissing(commit.challengeId())
                || isMissing(commit.nodeId())
                || isMissing(commit.orderId())
                || isMissing(commit.root())) {
            throw Problem.invalid("A commit has challengeId, nodeId, orderId, device, k and root.");
        }
        epoch(commit.epoch());
        device(commit.device());
        if (commit.k() < 0) {
            throw Problem.invalid("k is not negative.");
        }
        return commit;
    }

    /** JSON can leave out what a record says is there. */
    private static boolean isMissing(@Nullable Object value) {
        return value == null;
    }

    static long epoch(long epoch) {
        if (epoch < 0) {
            throw Problem.invalid("Epochs count from 0.");
        }
        return epoch;
    }

    static int device(int device) {
        if (device < 0 || device > MAX_DEVICE) {
            throw Problem.invalid("device lies in [0, 65535].");
        }
        return device;
    }

    static byte[] nonces(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("nonces is not base64.");
        }
    }

    /** No signature is as good as one that no key can have made. */
    private static Optional<Signature> signature(@Nullable String hex) {
        try {
            return hex == null ? Optional.empty() : Optional.of(Signature.parse(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
