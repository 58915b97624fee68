package org.computingpower.events;

/**
 * The power facet of a node, summed over its devices.
 *
 * @param status the facet
 * @param rated the quorum's rating R0 in hashes per second; 0 while unrated
 * @param measured what the rounds of the latest ratings measured in hashes per second; 0 while unrated
 */
public record NodePower(PowerStatus status, long rated, long measured) {}
