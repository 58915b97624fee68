package org.computingpower.terms.quorum;

/**
 * Two different signed statements of one validator about one subject: evidence that anybody can check.
 *
 * @param first the one that came first
 * @param second the other
 */
public record Equivocation<V>(Vote<V> first, Vote<V> second) {}
