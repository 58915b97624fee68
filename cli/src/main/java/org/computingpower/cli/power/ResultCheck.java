package org.computingpower.cli.power;

import java.util.Optional;
import org.computingpower.cli.evidence.NamedCheck;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;

/** Whether the verdict is the one that follows from what was checked. */
record ResultCheck(JudgedProof proof, Optional<ProofVerdict> shares, ReceiptChecks receipts) {

    NamedCheck check() {
        PowerVerdict verdict = proof.verdict();
        // What the receipts cannot tell is taken as the verdict says it.
        boolean claimed = verdict.result() != ProofResult.MISSING;
        boolean committed = receipts.commitInTime().orElse(claimed);
        boolean revealed = receipts.revealInTime().orElse(claimed);
        ProofResult mine = signed(
                org.computingpower.power.proof.ProofResult.atClose(committed, revealed ? shares : Optional.empty()));
        int k = mine == ProofResult.MISSING
                ? 0
                : proof.commits().stream()
                        .map(JudgedProof.SignedCommit::commit)
                        .filter(commit -> commit.structHash().equals(verdict.commitHash()))
                        .mapToInt(commit -> commit.k())
                        .findFirst()
                        .orElse(0);
        boolean hashes = claimed
                || (verdict.commitHash().equals(Bytes32.ZERO)
                        && verdict.revealHash().equals(Bytes32.ZERO));
        return NamedCheck.of(
                "result",
                mine == verdict.result() && k == verdict.k() && hashes,
                "computed here " + mine + " with " + k + " shares; the verdict says " + verdict.result() + " with "
                        + verdict.k());
    }

    private static ProofResult signed(org.computingpower.power.proof.ProofResult result) {
        return switch (result) {
            case PASS -> ProofResult.PASS;
            case FAIL -> ProofResult.FAIL;
            case MISSING -> ProofResult.MISSING;
            case VOID -> ProofResult.VOID;
        };
    }
}
