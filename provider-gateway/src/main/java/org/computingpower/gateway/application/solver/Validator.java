package org.computingpower.gateway.application.solver;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.CommitReceipt;

/**
 * One validator's challenge-service. Calls block; callers bring their own thread. Whatever the validator does, a call ends
 * after a while, and at once when its thread is interrupted.
 */
public interface Validator {
    /** Address of the validator's key. */
    Address address();

    /**
     * Follows the round stream until it ends, resuming after the last event seen by this object.
     *
     * @throws IOException if the stream breaks or stays silent for too long
     */
    void follow(Consumer<SignedRound> rounds) throws IOException, InterruptedException;

    /** What the node's devices have to do in an epoch; empty if the validator does not know yet. */
    Optional<List<Assignment>> assignment(NodeId nodeId, long epoch) throws IOException, InterruptedException;

    /** Sends a commitment. */
    Answer commit(Proof proof) throws IOException, InterruptedException;

    /** Sends an opening. */
    Answer reveal(Proof proof) throws IOException, InterruptedException;

    /** How a validator took a message. */
    sealed interface Answer {
        /** It has the commitment and signed for it; unchecked. */
        record Receipted(CommitReceipt receipt, Signature signature) implements Answer {}

        /** It has the opening. */
        record Taken() implements Answer {}

        /** Not now; the same bytes may be sent again. */
        record NotNow(String reason) implements Answer {}

        /** Never; sending again is pointless. */
        record Refused(String reason) implements Answer {}
    }
}
