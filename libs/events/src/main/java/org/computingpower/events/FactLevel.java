package org.computingpower.events;

/** How sure a chain fact is. Only FINAL facts become money. */
public enum FactLevel {
    /** In a block that may still be replaced. */
    SEEN,
    /** In a block that is finalized. */
    FINAL
}
