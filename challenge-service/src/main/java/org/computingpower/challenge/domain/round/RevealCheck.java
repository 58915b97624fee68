package org.computingpower.challenge.domain.round;

import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.power.proof.ProofVerifier;
import org.computingpower.power.proof.ShareCommitment;

/** What has to be done with a reveal. */
public sealed interface RevealCheck {

    /**
     * It is to be judged, which costs time: do it outside of any lock, then hand the verdict to {@link Round#recordReveal}.
     *
     * @param slot whose reveal it is
     * @param verifier checks it
     * @param committed what the node committed to
     * @param reveal the reveal
     * @param receivedAtMillis Unix milliseconds of receipt
     */
    record ToJudge(
            RosterSlot slot,
            ProofVerifier verifier,
            ShareCommitment committed,
            SignedReveal reveal,
            long receivedAtMillis)
            implements RevealCheck {

        /** The verdict: a pure computation. */
        public ProofVerdict judge() {
            var node = org.computingpower.challenge.domain.Hashes.puzzle(
                    slot.nodeId().value());
            var challenge = org.computingpower.challenge.domain.Hashes.puzzle(
                    reveal.reveal().challengeId());
            return verifier.judge(java.util.Optional.of(node), challenge, committed, reveal.codedNonces());
        }
    }

    /** Exactly this reveal was taken before. */
    record Repeated(long receivedAtMillis) implements RevealCheck {}

    /** It is not taken. */
    record Refused(AnswerRefusal reason) implements RevealCheck {}
}
