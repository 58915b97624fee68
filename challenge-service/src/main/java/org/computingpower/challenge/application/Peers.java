package org.computingpower.challenge.application;

/** The other validators. */
public interface Peers {

    /** Sends a message to each of them, at most once, without waiting; what cannot be sent in time is dropped. */
    void broadcast(PeerMessage message);
}
