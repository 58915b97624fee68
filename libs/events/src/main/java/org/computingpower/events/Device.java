package org.computingpower.events;

/**
 * One processor of a node that is rated and challenged on its own.
 *
 * @param device index within the node, from 0 to 65535
 * @param kind what kind of processor it is
 * @param model the provider's description, not verified
 * @param advertisedRate the provider's claim in hashes per second, not verified
 * @param r0 the quorum's rating in hashes per second; 0 while unrated
 */
public record Device(int device, DeviceKind kind, String model, long advertisedRate, long r0) {}
