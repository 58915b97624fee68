package org.computingpower.events;

import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/**
 * A validator's opened share of the beacon.
 *
 * @param validator who committed to it
 * @param secret the 32 bytes; their hash stands in that validator's BeaconCommitment
 */
public record BeaconSecret(Address validator, Bytes32 secret) {}
