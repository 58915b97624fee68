package org.computingpower.sample;

import java.math.BigInteger;

/**
 * Something was added to a counter.
 *
 * @param amount decimal string on the wire, not negative
 * @param number position among the counter's additions, from 1
 */
public record Added(BigInteger amount, int number) {
    /** Topic of the fact. */
    public static final String TOPIC = "sample.additions.v1";

    /** CloudEvents type of the fact. */
    public static final String TYPE = "org.computingpower.sample.Added";
}
