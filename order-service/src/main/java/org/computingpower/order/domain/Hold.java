package org.computingpower.order.domain;

import org.computingpower.terms.signed.AttestationFacet;

/**
 * The node's attestation is not valid: nothing is charged and the order's clock stands still.
 *
 * @param fromEpoch first epoch of the hold
 * @param cause standing of the attestation that caused it
 */
public record Hold(long fromEpoch, AttestationFacet cause) {}
