package org.computingpower.registry.domain;

/**
 * A provider asked that its node be rated anew.
 *
 * @param askedInEpoch the epoch of the request
 * @param fromEpoch first epoch whose rounds measure the devices as described then
 */
public record RatingRequest(long askedInEpoch, long fromEpoch) {

    /** Three rounds rate a device; a rating counts after the last of them. */
    private static final int ROUNDS = 3;

    public RatingRequest {
        if (askedInEpoch < 0 || fromEpoch <= askedInEpoch) {
            throw new IllegalArgumentException("Rounds of an epoch that has begun do not follow a new request");
        }
    }

    /** Whether a rating that counts from an epoch on can rest on rounds since the request. */
    boolean mayBeAnsweredBy(long effectiveEpoch) {
        return effectiveEpoch >= fromEpoch + ROUNDS;
    }
}
