package org.computingpower.challenge.application;

import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.application.RoundReads.RoundView;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.PowerVerdict;

/** What is kept about one proof. Called from threads that may block. */
public interface ProofReads {

    /** What is kept about one device in one round. */
    Found find(long epoch, RosterSlot.Key key);

    /** The roster of an opened round as its seed made it. */
    EpochRoster roster(long epoch);

    /** What was found. */
    sealed interface Found {

        /** The device was judged. */
        record Judged(StoredProof proof) implements Found {}

        /** The round has no verdict on the device yet. */
        record NotJudged() implements Found {}

        /** The round did not ask the device. */
        record NotOnRoster() implements Found {}

        /** There was a round; what was received and judged in it was let go of. */
        record Forgotten() implements Found {}

        /** This validator opened no round in this epoch. */
        record NoRound() implements Found {}
    }

    /**
     * One proof with its verdict.
     *
     * @param round the round
     * @param slot the device with its parameters
     * @param commit the commit that this validator receipted first
     * @param contradicting another commit of the node for the same challenge
     * @param reveal the reveal that was judged
     * @param receipts who received either when
     * @param starts when the other validators' rounds began
     * @param verdict this validator's statement
     * @param signature its signature
     * @param voidReason what is false under the signed root; present exactly if the result is VOID
     */
    record StoredProof(
            RoundView round,
            RosterSlot slot,
            Optional<SignedCommit> commit,
            Optional<SignedCommit> contradicting,
            Optional<SignedReveal> reveal,
            List<Received> receipts,
            List<Start> starts,
            PowerVerdict verdict,
            Signature signature,
            Optional<String> voidReason) {

        /** Copies the lists. */
        public StoredProof {
            receipts = List.copyOf(receipts);
            starts = List.copyOf(starts);
        }
    }

    /**
     * When a validator received something.
     *
     * @param ofReveal whether it was the reveal
     * @param signature empty for this validator's own, and for those of others from before signatures were kept
     */
    record Received(boolean ofReveal, Address validator, long atMillis, Optional<Signature> signature) {}

    /** When another validator's round began, Unix milliseconds by its own clock. */
    record Start(Address validator, long atMillis, Signature signature) {}
}
