package org.computingpower.power.simulation;

import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.computingpower.power.simulation.Actor.Expectation;

/**
 * The actors of the adversary table. A power of 1 is exactly the rated power; jitter is an additional fraction of the
 * rated power, new in each round.
 */
final class Actors {

    /** W, in s: what the target is computed for. */
    private static final double WINDOW = 19;
    /** Until the commit deadline, in s. */
    private static final double WINDOW_WITH_SLACK = 20;
    /** Half an hour: 48 rounds a day. */
    private static final double EPOCH = 1_800;

    private static final int ROUNDS_A_DAY = 48;
    private static final double TOLD_SHORTLY = 3;
    private static final double TOLD_LONG = 30;
    private static final double COLLUDING_LEADERS = 1.0 / 3;
    private static final double SKIPPED = 0.3;

    private Actors() {}

    static List<Actor> all() {
        return List.of(
                steady("honest at 1.11 of rated power", 1.11, new Expectation(0.99999, 1, 0, 1e-4, 0, 0)),
                steady("honest at exactly rated power", 1, new Expectation(0.9995, 0.9999, 0, 1e-3, 0, 0)),
                steady("80 % node", 0.8, new Expectation(0.0001, 0.0007, 0.9999, 1, 2, 2)),
                steady(
                        "80 % node using all slack",
                        0.8 * WINDOW_WITH_SLACK / WINDOW, new Expectation(0.025, 0.033, 0.9999, 1, 2, 2)),
                steady("90 % node", 0.9, new Expectation(0.54, 0.57, 0.999, 1, 3, 4)),
                steady("50 % node", 0.5, new Expectation(0, 0, 1, 1, 2, 2)),
                steady("one GPU, two identities, simultaneous rounds", 0.5, new Expectation(0, 0, 1, 1, 2, 2)),
                actor(
                        "one GPU, two identities, independent schedules",
                        Actors::sharedDevice,
                        Detection.CUSUM,
                        new Expectation(0.975, 0.985, 0.005, 0.04, 0, ROUNDS_A_DAY)),
                steady(
                        "80 % node with 3 s foreknowledge",
                        0.8 * (WINDOW + TOLD_SHORTLY) / WINDOW, new Expectation(0.83, 0.87, 0.95, 0.99, 10, 12)),
                actor(
                        "skips 30 % of rounds",
                        Actors::skipper, Detection.AVAILABILITY, new Expectation(0.695, 0.705, 0.998, 1, 18, 21)),
                actor(
                        "replays old nonces",
                        (_, _) -> new Play.Replay(),
                        Detection.VOID,
                        new Expectation(0, 0, 1, 1, 1, 1)),
                actor(
                        "36 % node, colluding leader in 1 of 3 rounds",
                        Actors::colluder, Detection.UNPAID_WINDOWS, new Expectation(0.25, 0.34, 0.97, 1, 16, 26)));
    }

    private static Actor steady(String name, double power, Expectation expected) {
        return actor(name, (jitter, _) -> new Play.Work(power + jitter), Detection.CUSUM, expected);
    }

    private static Actor actor(
            String name,
            BiFunction<Double, RandomGenerator, Play> strategy,
            Detection detection,
            Expectation expected) {
        return new Actor(name, strategy, detection, expected);
    }

    /** Two rounds at independent instants of one epoch; where their windows overlap, each gets half the device. */
    private static Play sharedDevice(double jitter, RandomGenerator random) {
        double own = random.nextDouble() * EPOCH;
        double other = random.nextDouble() * EPOCH;
        double distance = Math.abs(own - other);
        double overlap = Math.max(0, WINDOW - distance);
        return new Play.Work((1 + jitter) * (WINDOW - overlap / 2) / WINDOW);
    }

    private static Play skipper(double jitter, RandomGenerator random) {
        return random.nextDouble() < SKIPPED ? new Play.Silence() : new Play.Work(1.11 + jitter);
    }

    /** The worst case: the leader sells instant and seed 30 s ahead whenever it leads. */
    private static Play colluder(double jitter, RandomGenerator random) {
        boolean told = random.nextDouble() < COLLUDING_LEADERS;
        return new Play.Work(told ? 0.36 * (WINDOW + TOLD_LONG) / WINDOW + jitter : 0.36 + jitter);
    }
}
