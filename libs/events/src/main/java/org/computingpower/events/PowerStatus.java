package org.computingpower.events;

/** The power facet of a node. */
public enum PowerStatus {
    /** Has not finished the rounds of its first rating, or of the one that its provider asked for. */
    UNRATED,
    /** Answers at its rating. */
    RATED,
    /** Its statistics raised the alarm. */
    DEGRADED,
    /** Does not answer. */
    DOWN
}
