package org.computingpower.challenge.application;

/** The other validators. */
public interface Peers {

    /**
     * Sends a message to each of them without waiting, again and again until it is taken, refused for good, or useless. Memory is bounded: what
     * does not fit is dropped.
     *
     * @param untilMillis Unix milliseconds after which the message has no use
     */
    void broadcast(PeerMessage message, long untilMillis);

    /** Whether there is anybody to tell: what nobody hears need not be signed and encoded. */
    default boolean anybody() {
        return true;
    }
}
