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
 * @param forecast what time alone will make of it
 */
public record Standing(AttestationFacet status, String reason, boolean isFullyAccepted, Optional<Forecast> forecast) {

    /**
     * What follows if nothing new comes.
     *
     * @param at end of grace, collateral or certificate
     * @param status the standing from then on
     */
    public record Forecast(Instant at, AttestationFacet status) {}
}
