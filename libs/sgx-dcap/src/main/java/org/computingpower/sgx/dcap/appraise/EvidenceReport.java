package org.computingpower.sgx.dcap.appraise;

import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;

/**
 * The outcome of checking an evidence bundle.
 *
 * @param decision what follows from the checks
 * @param checks steps of the verification, then rules of the policy
 * @param claims what the quote proved, if it verified
 * @param notProven what no quote can prove, to be shown beside every acceptance
 */
public record EvidenceReport(
        Decision decision, List<Check> checks, Optional<VerifiedClaims> claims, List<String> notProven) {

    /** What a reader must not conclude from a quote that verifies. */
    public static final List<String> NOT_PROVEN = List.of(
            "A quote covers one enclave or trust domain, not the host, the cluster, other pods or a GPU beside it.",
            "An owner with physical access can extract keys with a memory interposer; no verifier sees that.",
            "A quote says what was loaded, not that the software is free of faults.");

    public EvidenceReport {
        checks = List.copyOf(checks);
        notProven = List.copyOf(notProven);
    }
}
