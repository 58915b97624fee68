package org.computingpower.challenge.application;

/** What became of a message of another validator. */
public enum PeerAnswer {
    /** It counts, or was known already. Sending it again changes nothing. */
    TAKEN,
    /** Something it builds on is not known here yet: worth sending again. */
    EARLY,
    /** It never counts. */
    REFUSED
}
