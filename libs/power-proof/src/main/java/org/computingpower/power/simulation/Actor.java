package org.computingpower.power.simulation;

import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * A kind of node in the adversary table with what the design expects of it.
 *
 * @param name what people read
 * @param strategy what it does in a round, given its jitter of this round and a source of chance
 * @param detection the rule that catches it
 * @param expected the figures of the design
 */
public record Actor(
        String name, BiFunction<Double, RandomGenerator, Play> strategy, Detection detection, Expectation expected) {

    /**
     * Figures of the design with their rounding.
     *
     * @param passLow lowest acceptable chance to pass a round
     * @param passHigh highest acceptable chance to pass a round
     * @param caughtLow lowest acceptable chance to be caught within 48 rounds
     * @param caughtHigh highest acceptable chance to be caught within 48 rounds
     * @param delayLow shortest acceptable median number of rounds until caught, 0 for an actor that is not caught
     * @param delayHigh longest acceptable median number of rounds until caught, 0 for an actor that is not caught
     */
    public record Expectation(
            double passLow, double passHigh, double caughtLow, double caughtHigh, int delayLow, int delayHigh) {}

    @Override
    public String toString() {
        return name;
    }
}
