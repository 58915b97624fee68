package org.computingpower.relayer.application;

/** The points between which a crash must be harmless. Tests stop the process there; in operation nobody listens. */
@FunctionalInterface
public interface SendSteps {

    /** Nobody listens. */
    SendSteps NONE = step -> {};

    /** Called when the point is reached. */
    void reached(Step step);

    /** The points. */
    enum Step {
        /** Signed in memory only. */
        SIGNED,
        /** Nonce, transaction and attempt are committed, nothing is broadcast. */
        ASSIGNED,
        /** Broadcast, but the database does not know. */
        BROADCAST,
        /** The replacement is signed in memory only. */
        REPLACEMENT_SIGNED,
        /** The replacement is committed, not broadcast. */
        REPLACEMENT_STORED,
        /** A finalized receipt was found, but the database does not know. */
        RECEIPT_FINAL,
        /** The intent is final in the database. */
        FINISHED
    }
}
