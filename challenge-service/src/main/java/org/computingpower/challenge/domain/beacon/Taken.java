package org.computingpower.challenge.domain.beacon;

/** What became of a message about a beacon. */
public enum Taken {
    /** New and counted. */
    TAKEN,
    /** Known already. */
    REPEATED,
    /** Contradicts what its author said before: evidence. Said once per contradiction. */
    CONTRADICTS,
    /** It builds on a commitment that is not known yet. */
    EARLY,
    /** Not by who may say it, or it opens no commitment. */
    REFUSED
}
