package org.computingpower.power.engine;

/**
 * How a candidate did in the self-benchmark.
 *
 * @param name the candidate
 * @param hashesPerSecond measured rate; 0 if it is not usable
 * @param usable whether its shares were right
 * @param message one sentence for people: the rate, or why it is not usable and what to do
 */
public record EngineReport(String name, long hashesPerSecond, boolean usable, String message) {}
