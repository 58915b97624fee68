package org.computingpower.attestation.application;

import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.terms.Bytes32;

/**
 * Everything that a verdict was made of.
 *
 * @param evidence what was judged
 * @param judged the verdict
 * @param collateral the collateral
 * @param policyDocument the policy byte for byte
 * @param expectedReportData what the quote had to carry
 * @param blockHash hash of the nonce's block
 */
public record BundleParts(
        EvidenceSubmitted evidence,
        AttestationJudged judged,
        CollateralBytes collateral,
        Bytes policyDocument,
        Bytes expectedReportData,
        Bytes32 blockHash) {}
