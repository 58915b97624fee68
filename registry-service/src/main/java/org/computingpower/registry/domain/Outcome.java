package org.computingpower.registry.domain;

import java.util.function.Function;

/**
 * What came of a request.
 *
 * @param <T> what it gives when it is done
 */
public sealed interface Outcome<T> {

    /** It was done; {@code created} tells whether something new came to be. */
    record Done<T>(T value, boolean created) implements Outcome<T> {}

    /** It was refused and nothing changed. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}

    /** Done, with something new. */
    static <T> Outcome<T> created(T value) {
        return new Done<>(value, true);
    }

    /** Done. */
    static <T> Outcome<T> done(T value) {
        return new Done<>(value, false);
    }

    /** Refused. */
    static <T> Outcome<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    /** The same outcome with another value. */
    default <R> Outcome<R> map(Function<T, R> change) {
        return switch (this) {
            case Done<T>(T value, boolean created) -> new Done<>(change.apply(value), created);
            case Refused<T>(Refusal refusal) -> new Refused<>(refusal);
        };
    }
}
