package org.computingpower.attestation.application;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.GraceHistory;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.terms.Bytes32;

/**
 * Everything that is needed to appraise a node's evidence again.
 *
 * @param evidence what was judged
 * @param judged the verdict
 * @param collateral the collateral of the last appraisal
 * @param policyDocument the policy byte for byte
 * @param appraisedAt when it was appraised last
 * @param grace what its grace rests on, if it stands by grace
 * @param expectedReportData what the quote had to carry
 * @param blockHash hash of the nonce's block
 */
public record BundleParts(
        EvidenceSubmitted evidence,
        AttestationJudged judged,
        CollateralBytes collateral,
        Bytes policyDocument,
        Instant appraisedAt,
        Optional<GraceHistory> grace,
        Bytes expectedReportData,
        Bytes32 blockHash) {}
