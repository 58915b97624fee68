package org.computingpower.attestation.domain;

import java.time.Instant;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.verify.VerificationResult;

/**
 * A kind of hardware evidence: the port between the judge, which knows nodes, blocks, bindings and policies, and what
 * one vendor's hardware signs. SGX and TDX quotes are one kind ({@link IntelDcap}). Evidence of AMD SEV-SNP or of a GPU
 * becomes another: an implementation here, a variant of {@link ReadEvidence} for what it reads, and the compiler names
 * every place that has to tell them apart.
 *
 * <p>Implementations are pure, bounded in time and memory by the 64 KiB of {@link EvidenceSubmitted#quote}, and safe for
 * use by several threads.
 */
public interface EvidenceKind {
    /** Names the kind in logs, such as {@code intel-dcap}. */
    String name();

    /** Whether the first bytes say that evidence is of this kind; of two kinds at most one may say so. */
    boolean isOf(EvidenceSubmitted evidence);

    /** Reads evidence of this kind without verifying anything but where it claims to come from. Never throws. */
    ReadEvidence read(EvidenceSubmitted evidence);

    /** Verifies what {@link #read} returned, with collateral for the key that it named. */
    VerificationResult verify(ReadEvidence.ToVerify evidence, VerifiedCollateral collateral, Instant now);
}
