package org.computingpower.challenge.domain.roster;

import org.computingpower.terms.NodeId;

/**
 * A rating that a quorum agreed on.
 *
 * @param nodeId the node
 * @param device index of the device
 * @param r0 hashes per second
 * @param effectiveEpoch first epoch with this rating
 */
public record DeviceRating(NodeId nodeId, int device, long r0, long effectiveEpoch) {}
