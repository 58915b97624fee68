package org.computingpower.challenge.adapter.rest;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.computingpower.challenge.application.PeerAnswer;
import org.computingpower.challenge.application.PeerMessage;
import org.computingpower.challenge.application.TakeAnswers;
import org.computingpower.challenge.application.TakePeerMessages;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.kit.rest.Problem;
import org.computingpower.terms.Address;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What the other validators say. Every message carries its proof: a validator's signature over the statement, or a secret that opens its
 * commitment; what no member of the set can have said is refused. Repeating is harmless: 409 asks for it.
 */
@Path("/api/challenge/v1/peer")
@PermitAll
public class PeerResource {

    private static final int MAX_BATCH = 500;

    private final TakePeerMessages messages;
    private final TakeAnswers answers;
    private final MarketRules rules;

    PeerResource(TakePeerMessages messages, TakeAnswers answers, MarketRules rules) {
        this.messages = messages;
        this.answers = answers;
        this.rules = rules;
    }

    /** Commits with receipts, at most 500. */
    record CommitBatch(List<PeerMessage.CommitReceived> items) {}

    /** Reveals with receipts, at most 500. */
    record RevealBatch(List<PeerMessage.RevealReceived> items) {}

    /** Positions of the batch that are worth sending again. */
    record BatchAnswer(List<Integer> again) {}

    @POST
    @Path("/commitments")
    @Blocking
    @Operation(summary = "A validator's beacon commitment")
    public void commitment(PeerMessage.@NotNull Commitment message) {
        from(message.validator(), message.commitment(), message.signature());
        answer(messages.commitment(message));
    }

    @POST
    @Path("/calls")
    @Blocking
    @Operation(summary = "The leader's call")
    public void call(PeerMessage.@NotNull Call message) {
        from(message.validator(), message.call(), message.signature());
        answer(messages.call(message));
    }

    @POST
    @Path("/secrets")
    @Blocking
    @Operation(summary = "A validator's beacon secret")
    public void secret(PeerMessage.@NotNull Secret message) {
        from(message.validator(), message.secret());
        answer(messages.secret(message));
    }

    @POST
    @Path("/openings")
    @Blocking
    @Operation(summary = "A validator's opening of a round with its receipt of T0")
    public void opening(PeerMessage.@NotNull Opening message) {
        from(message.validator(), message.round(), message.signature(), message.receipt(), message.receiptSignature());
        answer(messages.opening(message));
    }

    @POST
    @Path("/waivers")
    @Blocking
    @Operation(summary = "A validator's waiver of an epoch that had no round")
    public void waiver(PeerMessage.@NotNull Waiver message) {
        from(message.validator(), message.waiver(), message.signature());
        answer(messages.waiver(message));
    }

    @POST
    @Path("/commits")
    @Operation(summary = "Commits with a validator's receipts; the answer names those to send again")
    public Uni<BatchAnswer> commits(@NotNull CommitBatch batch) {
        return each(batch.items(), message -> {
            from(
                    message.validator(),
                    message.commit(),
                    message.nodeSignature(),
                    message.receipt(),
                    message.signature());
            return answers.forwardedCommit(message);
        });
    }

    @POST
    @Path("/reveals")
    @Operation(summary = "Reveals with a validator's receipts; the answer names those to send again")
    public Uni<BatchAnswer> reveals(@NotNull RevealBatch batch) {
        return each(batch.items(), message -> {
            from(
                    message.validator(),
                    message.nodeId(),
                    message.reveal(),
                    message.nonces(),
                    message.nodeSignature(),
                    message.receipt(),
                    message.signature());
            return answers.forwardedReveal(message, ProofResource.nonces(message.nonces()));
        });
    }

    private static void answer(PeerAnswer answer) {
        switch (answer) {
            case TAKEN -> {}
            case EARLY -> throw ProofProblems.tooEarly();
            case REFUSED -> throw ProofProblems.peerRefused();
        }
    }

    private static <T> Uni<BatchAnswer> each(@Nullable List<T> items, Function<T, Uni<PeerAnswer>> take) {
        if (items == null || items.isEmpty() || items.size() > MAX_BATCH || items.contains(null)) {
            throw Problem.invalid("items are 1 to " + MAX_BATCH + " messages.");
        }
        List<Uni<PeerAnswer>> taken = items.stream()
                .map(item -> take.apply(item).onFailure().recoverWithItem(PeerAnswer.EARLY))
                .toList();
        return Uni.join()
                .all(taken)
                .andFailFast()
                .map(all -> new BatchAnswer(IntStream.range(0, all.size())
                        .filter(i -> all.get(i) == PeerAnswer.EARLY)
                        .boxed()
                        .toList()));
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
