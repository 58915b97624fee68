package org.computingpower.power;

/**
 * A kind of puzzle. Every kind yields independent trials with a small equal chance, so its shares are Poisson counts
 * and the statistics, rating and round protocol are shared by all kinds. Searching is the business of the engines made
 * for a kind; this interface is what node and validator must agree on.
 *
 * <p>Room for later kinds: one with a dataset (memory puzzles) prepares it in {@link #forEpoch}; one whose shares are
 * dear to check (a matrix product) draws inside its {@link ShareCheck} which rows it recomputes.
 */
public interface PuzzleKind {

    /** The unsigned 16-bit number in the parameters record, 1 or more. */
    int id();

    /** The name people see, in capitals. */
    String name();

    /** The version that is hashed into each challenge, an unsigned 16-bit number. */
    int version();

    /** The challenge C. Pure: equal inputs give equal challenges on every machine. */
    Hash32 derive(ChallengeInputs inputs);

    /** The target of these parameters; the default is the target all kinds share. */
    default ShareTarget target(ProofParameters parameters) {
        return ShareTarget.of(parameters);
    }

    /** The check of one challenge; the answer serves one thread. */
    ShareCheck check(Hash32 challenge, ShareTarget target);

    /**
     * This kind for one epoch. A kind whose trials read a dataset grown from the epoch seed answers an instance that
     * holds it; a kind without one answers itself.
     */
    default PuzzleKind forEpoch(Hash32 epochSeed) {
        return this;
    }
}
