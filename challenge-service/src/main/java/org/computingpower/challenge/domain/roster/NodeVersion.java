package org.computingpower.challenge.domain.roster;

import java.util.List;
import org.computingpower.terms.NodeId;

/**
 * A node as registry-service described it in one version.
 *
 * @param nodeId the node
 * @param version rises with each change
 * @param effectiveEpoch first epoch whose roster counts it
 * @param admitted whether it is attested and staked, so that it is challenged without an order too
 * @param toBeRated whether all its devices are to be rated, whatever ratings they have had: a quorum's statistics raised the alarm, or its
 *     provider asked for a rating, the first one or another
 * @param devices its devices, at most 64
 */
public record NodeVersion(
        NodeId nodeId,
        long version,
        long effectiveEpoch,
        boolean admitted,
        boolean toBeRated,
        List<DevicePower> devices) {

    private static final int MAX_DEVICES = 64;

    /**
     * @throws IllegalArgumentException if there are too many devices
     */
    public NodeVersion {
        devices = List.copyOf(devices);
        if (devices.size() > MAX_DEVICES) {
            throw new IllegalArgumentException("A node has at most 64 devices. Found " + devices.size());
        }
    }

    /**
     * The power of one device, in hashes per second.
     *
     * @param device index, 0 to 65535
     * @param advertisedRate the provider's claim
     * @param ratedRate the quorum's rating R0; 0 while there is none
     */
    public record DevicePower(int device, long advertisedRate, long ratedRate) {}
}
