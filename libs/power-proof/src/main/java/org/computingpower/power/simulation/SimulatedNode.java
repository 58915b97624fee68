package org.computingpower.power.simulation;

import java.util.random.RandomGenerator;
import org.computingpower.power.statistics.Availability;
import org.computingpower.power.statistics.Cusum;

/** One node over its rounds, judged by the real CUSUM and availability rules. */
final class SimulatedNode {

    /** Standard deviation of a device's power from round to round, as a fraction of the rated power. */
    private static final double JITTER = 0.02;

    private static final int WINDOWS = 24;
    private static final int MAX_UNPAID = 16;
    private static final int WINDOW_MASK = (1 << WINDOWS) - 1;

    private final Actor actor;
    private final int mu;
    private final int threshold;
    private Cusum cusum = Cusum.START;
    private Availability availability = Availability.START;
    private int unpaidBits;
    private boolean voided;
    private int rounds;
    private int passed;
    private int caughtAt;

    SimulatedNode(Actor actor, int mu, int threshold) {
        this.actor = actor;
        this.mu = mu;
        this.threshold = threshold;
    }

    void play(RandomGenerator random) {
        rounds++;
        switch (actor.strategy().apply(JITTER * random.nextGaussian(), random)) {
            case Play.Work work -> prove(PoissonDraw.draw(Math.max(0, work.ratio()) * mu, random));
            case Play.Silence _ -> {
                availability = availability.next(true);
                pay(false);
            }
            case Play.Replay _ -> {
                voided = true;
                availability = availability.next(true);
                pay(false);
            }
        }
        if (caughtAt == 0 && isCaught()) {
            caughtAt = rounds;
        }
    }

    /** Rounds passed so far. */
    int passed() {
        return passed;
    }

    /** The round in which the actor's rule caught it, from 1; 0 if it did not. */
    int caughtAt() {
        return caughtAt;
    }

    private void prove(int shares) {
        cusum = cusum.next(shares, mu);
        availability = availability.next(false);
        pay(shares >= threshold);
    }

    private void pay(boolean paid) {
        passed += paid ? 1 : 0;
        unpaidBits = ((unpaidBits << 1) | (paid ? 0 : 1)) & WINDOW_MASK;
    }

    private boolean isCaught() {
        return switch (actor.detection()) {
            case CUSUM -> cusum.isAlarm();
            case AVAILABILITY -> availability.isUnlisting();
            case VOID -> voided;
            case UNPAID_WINDOWS -> Integer.bitCount(unpaidBits) >= MAX_UNPAID;
        };
    }
}
