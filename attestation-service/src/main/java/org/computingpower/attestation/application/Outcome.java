package org.computingpower.attestation.application;

/**
 * What came of a command.
 *
 * @param <T> the result
 * @param <R> the refusal
 */
public sealed interface Outcome<T, R> {
    /** It was done. */
    record Done<T, R>(T value) implements Outcome<T, R> {}

    /** It was refused. */
    record Refused<T, R>(R refusal) implements Outcome<T, R> {}
}
