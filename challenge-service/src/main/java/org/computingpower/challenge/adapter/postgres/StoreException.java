package org.computingpower.challenge.adapter.postgres;

import java.io.Serial;

/** The database did not do it; the caller tries again. */
final class StoreException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
