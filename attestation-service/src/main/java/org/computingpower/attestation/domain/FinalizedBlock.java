package org.computingpower.attestation.domain;

import java.time.Instant;
import org.computingpower.terms.Bytes32;

/**
 * A block that the chain will not take back.
 *
 * @param number its number
 * @param hash its hash
 * @param time its time, whole seconds
 */
public record FinalizedBlock(long number, Bytes32 hash, Instant time) {}
