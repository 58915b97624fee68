package org.computingpower.challenge.domain.beacon;

import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.BeaconCommitment;

/**
 * A commitment as its author signed it.
 *
 * @param validator the author
 * @param commitment the statement
 * @param signature its signature, already checked
 */
public record SignedCommitment(Address validator, BeaconCommitment commitment, Signature signature) {}
