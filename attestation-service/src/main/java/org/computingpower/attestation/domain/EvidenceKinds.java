package org.computingpower.attestation.domain;

import java.util.List;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.sgx.dcap.VerificationStatus;

/**
 * The kinds of evidence that a market takes. Evidence of no kind among them is refused.
 *
 * @param kinds the kinds
 */
public record EvidenceKinds(List<EvidenceKind> kinds) {
    /** Copies the list. */
    public EvidenceKinds {
        kinds = List.copyOf(kinds);
    }

    /** Reads evidence as the kind that it is of. */
    public ReadEvidence read(EvidenceSubmitted evidence) {
        return kinds.stream()
                .filter(kind -> kind.isOf(evidence))
                .findFirst()
                .map(kind -> kind.read(evidence))
                .orElseGet(() -> ReadEvidence.Unusable.because(
                        VerificationStatus.UNSUPPORTED_QUOTE_FORMAT, "evidence of no kind that this market takes"));
    }
}
