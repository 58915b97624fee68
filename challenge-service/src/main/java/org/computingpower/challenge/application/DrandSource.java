package org.computingpower.challenge.application;

import java.util.Optional;
import org.computingpower.power.Hash32;

/** Rounds of drand's quicknet whose signature was verified. */
@FunctionalInterface
public interface DrandSource {

    /**
     * The randomness of a round: SHA-256 of its signature. Does not wait: what is unknown is asked for and found by a later call. A round that is
     * not due yet is never found.
     */
    Optional<Hash32> find(long round);
}
