package org.computingpower.attestation.application;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.attestation.domain.Circumstances;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.attestation.domain.Judgment;
import org.computingpower.attestation.domain.ReadEvidence;
import org.computingpower.attestation.domain.Reappraiser;
import org.computingpower.attestation.domain.RegisteredNode;
import org.computingpower.attestation.domain.VerdictSigner;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.AttestationFacet;

/**
 * A judgment on its way to the verdict.
 *
 * @param evidence what was judged
 * @param read its quote
 * @param circumstances what it was judged by
 * @param judgment what came of it
 */
record Judged(EvidenceSubmitted evidence, ReadEvidence read, Circumstances circumstances, Judgment judgment) {

    Judged with(Judgment more) {
        return new Judged(evidence, read, circumstances, more);
    }

    boolean isHoldingPlatform() {
        return circumstances.node().map(RegisteredNode::isHoldingPlatform).orElse(false);
    }

    Verdict verdict(AttestationJudged event, Bytes32 trustRootHash) {
        Optional<Bytes> collateral = switch (circumstances.collateral()) {
            case CollateralAnswer.Available available ->
                Optional.of(available.collateral().sha256());
            case CollateralAnswer.Refused refused -> Optional.empty();
            case CollateralAnswer.Missing missing -> Optional.empty();
        };
        return new Verdict(
                event,
                collateral,
                judgment.expectedReportData(),
                circumstances.block().map(FinalizedBlock::hash),
                trustRootHash);
    }

    /** What stands from now on, if it was accepted; {@code previous} stood until now. */
    Optional<StandingClaim> claim(AttestationJudged event, Optional<StandingClaim> previous) {
        if (!judgment.isAccepted()) {
            return Optional.empty();
        }
        return switch (read) {
            case ReadEvidence.Unusable unusable -> Optional.empty();
            case ReadEvidence.ToVerify quoted ->
                judgment.claims()
                        .map(verified -> new StandingClaim(
                                evidence.nodeId(),
                                evidence.evidenceId(),
                                evidence.envelope().evidenceHash(),
                                verified.claims(),
                                quoted.key(),
                                AttestationFacet.VALID,
                                acceptedNumber(verified, previous),
                                event.policyVersion(),
                                verified.tcb().collateralSha256(),
                                VerdictSigner.validUntil(event).orElseThrow(),
                                platformSince(verified, previous),
                                event.judgedAt(),
                                Optional.of(circumstances.now()),
                                Optional.empty(),
                                previous.map(StandingClaim::changedAt).orElse(0L)));
        };
    }

    /** Who is accepted by grace alone was fully accepted under an earlier number, and that is what counts. */
    private int acceptedNumber(VerifiedClaims verified, Optional<StandingClaim> previous) {
        boolean byGrace = circumstances
                .policy()
                .map(policy -> Reappraiser.isGrace(verified.tcb().status(), policy))
                .orElse(false);
        return byGrace && previous.isPresent()
                ? previous.get().acceptedEvaluationNumber()
                : verified.tcb().tcbEvaluationDataNumber();
    }

    /** The time of the block of the first evidence from this platform, the same at every validator. */
    private Instant platformSince(VerifiedClaims verified, Optional<StandingClaim> previous) {
        return previous.filter(claim ->
                        claim.platformId().equals(verified.claims().platform().platformId()))
                .map(StandingClaim::platformSince)
                .orElseGet(() -> circumstances.block().orElseThrow().time());
    }
}
