package org.computingpower.events;

import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.TcbStatus;
import org.jspecify.annotations.Nullable;

/**
 * The attestation facet of a node as the quorum of validators sees it.
 *
 * @param status the merged status; the optional fields describe the current evidence and are absent before the first
 * @param quoteHash SHA-256 of the current quote
 * @param validUntil end of validity in whole Unix seconds, exclusive
 * @param tcbStatus Intel's status of the platform's firmware and microcode
 * @param trustDomain name of the trust domain, for example {@code SIMULATED} or {@code INTEL}
 * @param trustRootHash SHA-256 of the root certificate the quote chains to
 * @param tcbEvaluationDataNumber Intel's number of the collateral the judgment used
 */
public record NodeAttestation(
        AttestationFacet status,
        @Nullable Bytes32 quoteHash,
        @Nullable Long validUntil,
        @Nullable TcbStatus tcbStatus,
        @Nullable String trustDomain,
        @Nullable Bytes32 trustRootHash,
        @Nullable Integer tcbEvaluationDataNumber) {}
