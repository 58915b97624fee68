package org.computingpower.challenge.adapter.rest;

import java.time.Duration;
import java.util.Map;
import org.computingpower.challenge.domain.round.AnswerRefusal;
import org.computingpower.kit.rest.Problem;
import org.computingpower.power.proof.Refusal;

/** Refusals as problems; the catalogue is docs/problems.md. */
final class ProofProblems {

    /** The least that HTTP can say: deadlines are seconds away. */
    private static final int RETRY_SECONDS = 1;

    private ProofProblems() {}

    static Problem of(AnswerRefusal refusal) {
        return switch (refusal) {
            case AnswerRefusal.NotSignedByNode ignored ->
                new Problem(
                        "not-signed-by-node", "Not signed by the node", 401, "The signature is not the node key's.");
            case AnswerRefusal.NotOpen(long epoch) ->
                new Problem(
                        "round-not-open",
                        "Round not open",
                        409,
                        "No round of this epoch is open here.",
                        Map.of("epoch", epoch));
            case AnswerRefusal.NotOnRoster(long epoch) -> notOnRoster(epoch);
            case AnswerRefusal.OtherOrder ignored ->
                new Problem("other-order", "Other order", 422, "The roster names another order for this device.");
            case AnswerRefusal.Late(long after, long deadline) ->
                new Problem(
                        "too-late",
                        "Too late",
                        409,
                        "It came after the deadline by this validator's clock.",
                        Map.of("receivedAfterMillis", after, "deadlineMillis", deadline));
            case AnswerRefusal.NothingCommitted ignored ->
                new Problem("nothing-committed", "Nothing committed", 409, "There is no commit of this device here.");
            case AnswerRefusal.Contradicts ignored ->
                new Problem(
                        "commit-contradicts",
                        "Commit contradicts",
                        409,
                        "Another commit for this challenge was signed before; both are kept as evidence.");
            case AnswerRefusal.OtherNonces ignored ->
                new Problem("other-nonces", "Other nonces", 422, "The nonces are not those whose hash is signed.");
            case AnswerRefusal.TooManyAttempts(int limit) ->
                new Problem(
                        "too-many-attempts",
                        "Too many attempts",
                        429,
                        "The node tried too often in this round.",
                        Map.of("limit", limit));
            case AnswerRefusal.BrokenProof(Refusal reason) -> broken(reason);
        };
    }

    private static Problem broken(Refusal reason) {
        return switch (reason) {
            case Refusal.Unsigned ignored -> of(new AnswerRefusal.NotSignedByNode());
            case Refusal.ForeignSigner ignored -> of(new AnswerRefusal.NotSignedByNode());
            case Refusal.OtherChallenge other ->
                new Problem(
                        "other-challenge",
                        "Other challenge",
                        422,
                        "This is not the device's challenge of this epoch.",
                        Map.of("expected", other.expected().toString()));
            case Refusal.TooManyShares many ->
                new Problem(
                        "too-many-shares",
                        "Too many shares",
                        422,
                        "More shares than the parameters allow.",
                        Map.of("maxShares", many.maxShares()));
            case Refusal.CountMismatch ignored -> notRebuilt("The number of nonces is not the committed one.");
            case Refusal.BadCoding bad -> notRebuilt("The coding of the nonces is wrong: " + bad.fault() + ".");
            case Refusal.RootMismatch ignored -> notRebuilt("The nonces have another root than the commit.");
            case Refusal.LeafNotCommitted ignored -> notRebuilt("The leaf is not under the commit's root.");
            case Refusal.NothingWrong ignored -> notRebuilt("There is nothing wrong with the leaf.");
        };
    }

    private static Problem notRebuilt(String detail) {
        return new Problem("commit-not-rebuilt", "Commit not rebuilt", 422, detail);
    }

    static Problem notOnRoster(long epoch) {
        return new Problem(
                "not-on-roster",
                "Not on the roster",
                404,
                "This device is not challenged in this epoch.",
                Map.of("epoch", epoch));
    }

    static Problem notJudged(long epoch) {
        return new Problem(
                "not-judged-yet",
                "Not judged yet",
                409,
                "The round is not closed; nothing of it is shown before its verdicts are fixed.",
                Map.of("epoch", epoch));
    }

    static Problem proofForgotten(long epoch, Duration keep) {
        return new Problem(
                "proof-no-longer-kept",
                "Proof no longer kept",
                410,
                "Answers and verdicts are kept for " + keep.toDays() + " days; those of this epoch are gone.",
                Map.of("epoch", epoch, "keptForSeconds", keep.toSeconds()));
    }

    static Problem tooEarly() {
        return new Problem(
                "peer-too-early", "Too early", 409, "What the message builds on is not known here yet; send it again.");
    }

    static Problem peerRefused() {
        return new Problem(
                "peer-refused", "Refused", 422, "The message is not signed by its author, too late, or contradicts.");
    }

    static Problem amountsNotKnown() {
        return new Problem(
                "amounts-not-known",
                "Amounts not known",
                409,
                "This validator does not know all verdicts or the deposit up to that epoch yet.");
    }

    static Problem nothingDue() {
        return new Problem("nothing-due", "Nothing due", 409, "As of that epoch nothing is released or refunded.");
    }

    static Problem amountsContradict() {
        return new Problem(
                "amounts-contradict", "Amounts contradict", 409, "Another amount was signed for this order and epoch.");
    }

    static Problem overloaded() {
        return new Problem(
                "overloaded",
                "Overloaded",
                503,
                "Too many answers wait; send it again until the deadline.",
                Map.of(Problem.RETRY_AFTER, RETRY_SECONDS));
    }

    static Problem tooManyReaders() {
        return new Problem(
                "overloaded",
                "Overloaded",
                503,
                "Too many proofs are being read; ask again.",
                Map.of(Problem.RETRY_AFTER, RETRY_SECONDS));
    }
}
