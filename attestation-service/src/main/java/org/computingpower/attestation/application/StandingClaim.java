package org.computingpower.attestation.application;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.LastAccepted;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.parse.TdReport;
import org.computingpower.sgx.dcap.verify.Claims;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.AttestationFacet;

/**
 * What the last accepted evidence of a node proved, and how it stands now.
 *
 * @param nodeId the node
 * @param evidenceId the evidence
 * @param quoteHash SHA-256 of the quote
 * @param claims what the quote proved
 * @param collateral which collateral it needs
 * @param status its standing here
 * @param acceptedEvaluationNumber evaluation number of the collateral under which it was accepted last
 * @param policyVersion policy of the last appraisal
 * @param collateralSha256 collateral of the last appraisal
 * @param validUntil end of the record
 */
public record StandingClaim(
        NodeId nodeId,
        UUID evidenceId,
        Bytes32 quoteHash,
        Claims claims,
        CollateralKey collateral,
        AttestationFacet status,
        int acceptedEvaluationNumber,
        long policyVersion,
        Bytes collateralSha256,
        Instant validUntil) {

    /** The TCB with which the node was accepted last. */
    public LastAccepted lastAccepted() {
        Optional<Bytes> moduleSvn = claims.tdx().map(TdReport::teeTcbSvn);
        return new LastAccepted(
                acceptedEvaluationNumber,
                claims.platform().sgxTcbComponents(),
                claims.platform().pceSvn(),
                moduleSvn);
    }
}
