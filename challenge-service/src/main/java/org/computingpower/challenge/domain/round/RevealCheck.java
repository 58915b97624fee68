package org.computingpower.challenge.domain.round;

import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.power.Hash32;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.power.proof.ProofVerifier;

/** What has to be done with a reveal. */
public sealed interface RevealCheck {

    /**
     * It is to be judged, which costs time: do it outside of any lock, then hand the verdict to {@link Round#recordReveal}.
     *
     * @param slot whose reveal it is
     * @param verifier checks it
     * @param commits what the node committed to; more than one only if it contradicted itself
     * @param reveal the reveal
     * @param receivedAtMillis Unix milliseconds of receipt
     */
    record ToJudge(
            RosterSlot slot,
            ProofVerifier verifier,
            List<SignedCommit> commits,
            SignedReveal reveal,
            long receivedAtMillis)
            implements RevealCheck {

        /** Copies the list. */
        public ToJudge {
            commits = List.copyOf(commits);
        }

        /** The verdict about the commit that the reveal opens, otherwise the last refusal: a pure computation. */
        public Judged judge() {
            Hash32 node = Hashes.puzzle(slot.nodeId().value());
            Hash32 challenge = Hashes.puzzle(reveal.reveal().challengeId());
            Judged judged = judge(commits.getFirst(), node, challenge);
            for (int i = 1; i < commits.size() && judged.verdict() instanceof ProofVerdict.Refused; i++) {
                judged = judge(commits.get(i), node, challenge);
            }
            return judged;
        }

        private Judged judge(SignedCommit commit, Hash32 node, Hash32 challenge) {
            return new Judged(
                    commit, verifier.judge(Optional.of(node), challenge, commit.shares(), reveal.codedNonces()));
        }
    }

    /**
     * The verdict on a reveal.
     *
     * @param commit the commit it was held against
     * @param verdict the verdict
     */
    record Judged(SignedCommit commit, ProofVerdict verdict) {}

    /** Exactly this reveal was taken before. */
    record Repeated(long receivedAtMillis) implements RevealCheck {}

    /** It is not taken. */
    record Refused(AnswerRefusal reason) implements RevealCheck {}
}
