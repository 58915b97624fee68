package org.computingpower.attestation.domain;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.terms.signed.AttestationFacet;

/**
 * How accepted evidence stands now.
 *
 * @param status its standing
 * @param reason why, the same at every validator
 * @param isFullyAccepted whether it is accepted without any grace
 * @param recheckAt when time alone may change it: end of grace, collateral or certificate
 */
public record Standing(AttestationFacet status, String reason, boolean isFullyAccepted, Optional<Instant> recheckAt) {}
