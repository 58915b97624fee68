package org.computingpower.attestation.application;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.attestation.domain.Standing;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.LastAccepted;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
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
 * @param platformSince since when it stands for its platform
 * @param appraisedAt when it was appraised last
 * @param recheckAt when it is appraised again at the latest
 * @param expectedStatus its standing from then on if nothing new comes, if that is known
 * @param changedAt order (Unix second) of the last change of standing that was signed about the node, 0 before the first; new evidence keeps it
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
        Instant validUntil,
        Instant platformSince,
        Instant appraisedAt,
        Optional<Instant> recheckAt,
        Optional<AttestationFacet> expectedStatus,
        long changedAt) {
    private static final Duration RETRY = Duration.ofMinutes(1);

    /** The platform that the quote came from. */
    public Bytes platformId() {
        return claims.platform().platformId();
    }

    /** The TCB with which the node was accepted last. */
    public LastAccepted lastAccepted() {
        return LastAccepted.of(claims, acceptedEvaluationNumber);
    }

    /** This claim after an appraisal; one without collateral is looked at again soon. */
    StandingClaim reappraised(Standing standing, CollateralAnswer answer, long policy, Instant now) {
        Optional<VerifiedCollateral> by = switch (answer) {
            case CollateralAnswer.Available available -> Optional.of(available.collateral());
            case CollateralAnswer.Refused refused -> Optional.empty();
            case CollateralAnswer.Missing missing -> Optional.empty();
        };
        return new StandingClaim(
                nodeId,
                evidenceId,
                quoteHash,
                claims,
                collateral,
                standing.status(),
                standing.isFullyAccepted()
                        ? by.map(VerifiedCollateral::tcbEvaluationDataNumber).orElse(acceptedEvaluationNumber)
                        : acceptedEvaluationNumber,
                policy,
                by.map(VerifiedCollateral::sha256).orElse(collateralSha256),
                validUntil,
                platformSince,
                by.isPresent() ? now : appraisedAt,
                by.isPresent() ? standing.forecast().map(Standing.Forecast::at) : Optional.of(now.plus(RETRY)),
                by.isPresent() ? standing.forecast().map(Standing.Forecast::status) : Optional.empty(),
                standing.status() == status ? changedAt : Math.max(changedAt + 1, now.getEpochSecond()));
    }
}
