package org.computingpower.challenge.domain.round;

import java.util.Optional;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.power.proof.VoidReason;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;

/** Makes the statements of verdicts: integers and hashes only, bit-equal for all validators that saw the same. */
final class Verdicts {

    private Verdicts() {}

    /** What came late to some and never to others must not stand in it. */
    static SlotVerdict missing(Round round, Slot slot) {
        return new SlotVerdict(
                slot.slot,
                statement(round, slot, ProofResult.MISSING, 0, Bytes32.ZERO, Bytes32.ZERO),
                Optional.empty());
    }

    /** The verdict on a commit and a reveal that came in time. */
    static SlotVerdict proven(
            Round round, Slot slot, Slot.Entry entry, org.computingpower.power.proof.ProofResult result) {
        PowerVerdict statement = statement(
                round,
                slot,
                signed(result),
                entry.commit.commit().k(),
                entry.commit.hash(),
                entry.reveal.orElseThrow().reveal().revealHash());
        return new SlotVerdict(slot.slot, statement, entry.verdict.flatMap(Verdicts::voidReason));
    }

    private static ProofResult signed(org.computingpower.power.proof.ProofResult result) {
        return switch (result) {
            case PASS -> ProofResult.PASS;
            case FAIL -> ProofResult.FAIL;
            case MISSING -> ProofResult.MISSING;
            case VOID -> ProofResult.VOID;
        };
    }

    private static PowerVerdict statement(
            Round round, Slot slot, ProofResult result, int k, Bytes32 commitHash, Bytes32 revealHash) {
        return new PowerVerdict(
                round.open().setVersion(),
                round.epoch(),
                round.openHash(),
                slot.challengeId(),
                slot.slot.nodeId(),
                slot.slot.orderId(),
                slot.slot.device(),
                result,
                k,
                commitHash,
                revealHash);
    }

    private static Optional<String> voidReason(ProofVerdict verdict) {
        return switch (verdict) {
            case ProofVerdict.Voided(VoidReason reason) -> Optional.of(text(reason));
            case ProofVerdict.Pass ignored -> Optional.empty();
            case ProofVerdict.Fail ignored -> Optional.empty();
            case ProofVerdict.Refused ignored -> Optional.empty();
        };
    }

    private static String text(VoidReason reason) {
        String at = " at position " + reason.index() + ": " + Long.toUnsignedString(reason.nonce());
        return switch (reason) {
            case VoidReason.NotAShare ignored -> "NOT_A_SHARE" + at;
            case VoidReason.Duplicate ignored -> "DUPLICATE" + at;
            case VoidReason.Descending ignored -> "DESCENDING" + at;
        };
    }
}
