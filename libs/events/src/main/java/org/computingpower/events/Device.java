package org.computingpower.events;

import org.jspecify.annotations.Nullable;

/**
 * One processor of a node that is rated and challenged on its own.
 *
 * @param device index within the node, from 0 to 65535
 * @param kind what kind of processor it is
 * @param model the provider's description; {@code fit} says what is known of it
 * @param advertisedRate the provider's claim in hashes per second, not verified
 * @param r0 the quorum's rating in hashes per second; 0 while unrated
 * @param measuredRate what the rounds of that rating measured, in hashes per second; absent while unrated
 * @param fit how that fits the model; absent while unrated
 */
public record Device(
        int device,
        DeviceKind kind,
        String model,
        long advertisedRate,
        long r0,
        @Nullable Long measuredRate,
        @Nullable ModelFit fit) {

    /** A device that nobody rated yet. */
    public static Device unrated(int device, DeviceKind kind, String model, long advertisedRate) {
        return new Device(device, kind, model, advertisedRate, 0, null, null);
    }

    /** The same device with a quorum's rating. */
    public Device rated(long rating, long measured, ModelFit modelFit) {
        return new Device(device, kind, model, advertisedRate, rating, measured, modelFit);
    }
}
