package org.computingpower.events;

/** The power facet of a node. */
public enum PowerStatus {
    /** Has not finished its first rounds. */
    UNRATED,
    /** Answers at its rating. */
    RATED,
    /** Its statistics raised the alarm. */
    DEGRADED,
    /** Does not answer. */
    DOWN
}
