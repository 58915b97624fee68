package org.computingpower.challenge.domain.beacon;

import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.RoundCall;

/**
 * A call as its author signed it.
 *
 * @param leader the author
 * @param call the statement
 * @param signature its signature, already checked
 */
public record SignedCall(Address leader, RoundCall call, Signature signature) {}
