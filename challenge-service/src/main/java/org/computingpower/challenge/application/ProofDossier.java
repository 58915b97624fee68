package org.computingpower.challenge.application;

import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.application.ProofReads.StoredProof;
import org.computingpower.power.Hash32;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.CommitReceipt;

/**
 * Everything that a stranger needs to repeat a verdict.
 *
 * @param validator whose verdict it is
 * @param proof what was received and judged
 * @param assignment the challenge and its target
 * @param rosterIndex place of the device's entry in the roster
 * @param rosterPath the siblings from the entry to the top
 * @param starts signed words for when the round began, of this validator and the others
 * @param commitReceipts receipts of the commit
 * @param revealReceipts receipts of the reveal
 */
public record ProofDossier(
        Address validator,
        StoredProof proof,
        ProofAssignment assignment,
        int rosterIndex,
        List<Hash32> rosterPath,
        List<Receipt> starts,
        List<Receipt> commitReceipts,
        List<Receipt> revealReceipts) {

    /** Copies the lists. */
    public ProofDossier {
        rosterPath = List.copyOf(rosterPath);
        starts = List.copyOf(starts);
        commitReceipts = List.copyOf(commitReceipts);
        revealReceipts = List.copyOf(revealReceipts);
    }

    /**
     * A validator's word for when it received something.
     *
     * @param signature empty for another validator's from before signatures were kept
     */
    public record Receipt(Address validator, CommitReceipt receipt, Optional<Signature> signature) {}
}
