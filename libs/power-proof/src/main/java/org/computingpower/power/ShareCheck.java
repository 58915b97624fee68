package org.computingpower.power;

/**
 * Tells shares from other nonces for one challenge and target. Deterministic on every machine. Not thread-safe: one
 * object per thread.
 */
@FunctionalInterface
public interface ShareCheck {

    /** Whether the trial of this unsigned 64-bit nonce lies below the target. */
    boolean isShare(long nonce);
}
