package org.computingpower.attestation.application;

import java.util.Optional;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.terms.Bytes32;

/**
 * A verdict with what is needed to check it again.
 *
 * @param judged as published
 * @param collateralSha256 names the collateral, if it verified
 * @param expectedReportData what the quote had to carry, if the block was known
 * @param blockHash hash of the nonce's block, if it was known
 * @param trustRootHash SHA-256 of the root that this validator trusts
 */
public record Verdict(
        AttestationJudged judged,
        Optional<Bytes> collateralSha256,
        Optional<Bytes> expectedReportData,
        Optional<Bytes32> blockHash,
        Bytes32 trustRootHash) {}
