package org.computingpower.events;

/**
 * One line of a judgment's report.
 *
 * @param name stable name of the check
 * @param outcome what came out
 * @param detail for people: what was expected and what was found; may be empty
 */
public record Check(String name, CheckOutcome outcome, String detail) {}
