package org.computingpower.power.simulation;

/** What a simulated node does in one round. */
sealed interface Play {

    /** It works: the share count is drawn for this multiple of rated power times window. */
    record Work(double ratio) implements Play {}

    /** It does not answer. */
    record Silence() implements Play {}

    /** It sends shares of another round. */
    record Replay() implements Play {}
}
