package org.computingpower.gateway.application.solver;

import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.RoundOpen;

/**
 * One validator's word for a round, as it came from its stream; unchecked.
 *
 * @param validator who says it
 * @param round what it says
 * @param signature its signature
 */
public record SignedRound(Address validator, RoundOpen round, Signature signature) {}
