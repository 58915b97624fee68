package org.computingpower.events;

/** How the rate that the rating rounds measured fits the model that a device claims to be. */
public enum ModelFit {
    /** Within the bounds of the model. */
    PLAUSIBLE,
    /** Slower than the model can be. */
    TOO_SLOW,
    /** Faster than the model can be. */
    TOO_FAST,
    /** The device catalog does not know the model. */
    UNLISTED;

    /** Whether the device can be what it claims to be, as far as anybody knows. */
    public boolean isPossible() {
        return switch (this) {
            case PLAUSIBLE, UNLISTED -> true;
            case TOO_SLOW, TOO_FAST -> false;
        };
    }
}
