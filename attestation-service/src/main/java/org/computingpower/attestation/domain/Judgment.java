package org.computingpower.attestation.domain;

import java.util.List;
import java.util.Optional;
import org.computingpower.events.AttestationDecision;
import org.computingpower.events.Check;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;

/**
 * What came of judging one evidence.
 *
 * @param decision what follows
 * @param reasons what failed, or what was tolerated; equal at every validator
 * @param checks one line per check
 * @param claims what the quote proved, if it verified
 * @param expectedReportData what the quote had to carry, if the block is known
 */
public record Judgment(
        AttestationDecision decision,
        List<String> reasons,
        List<Check> checks,
        Optional<VerifiedClaims> claims,
        Optional<Bytes> expectedReportData) {
    /** Copies the lists. */
    public Judgment {
        reasons = List.copyOf(reasons);
        checks = List.copyOf(checks);
    }

    /** Whether the node is attested by it. */
    public boolean isAccepted() {
        return decision != AttestationDecision.REJECT;
    }

    /** The platform that the quote came from, if it verified. */
    public Optional<Bytes> platformId() {
        return claims.map(verified -> verified.claims().platform().platformId());
    }
}
