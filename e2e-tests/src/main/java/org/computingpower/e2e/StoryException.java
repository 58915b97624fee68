package org.computingpower.e2e;

import java.io.Serial;

/** A step of a story did not hold. */
final class StoryException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    StoryException(String what) {
        super(what);
    }
}
