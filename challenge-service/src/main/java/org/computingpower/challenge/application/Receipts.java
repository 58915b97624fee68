package org.computingpower.challenge.application;

import java.util.Base64;
import org.computingpower.challenge.application.AnswerResult.Receipted;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.CommitReceipt;

/** Makes this validator's receipts, with the messages that carry them, and checks those of others. */
final class Receipts {

    private final MarketRules rules;
    private final SigningDesk desk;

    Receipts(MarketRules rules, SigningDesk desk) {
        this.rules = rules;
        this.desk = desk;
    }

    /** The receipt of the commit or reveal with this struct hash. */
    Receipted of(Bytes32 hash, long atMillis) {
        CommitReceipt receipt = new CommitReceipt(rules.setVersion(), hash, atMillis);
        return new Receipted(receipt, desk.address(), desk.sign(receipt));
    }

    PeerMessage.CommitReceived message(SignedCommit commit, Receipted receipted) {
        return new PeerMessage.CommitReceived(
                commit.commit(), commit.signature(), desk.address(), receipted.receipt(), receipted.signature());
    }

    PeerMessage.RevealReceived message(long epoch, RosterSlot.Key key, SignedReveal reveal, long atMillis) {
        Receipted receipted = of(reveal.hash(), atMillis);
        return new PeerMessage.RevealReceived(
                key.nodeId(),
                epoch,
                key.device(),
                reveal.reveal(),
                Base64.getEncoder().encodeToString(reveal.codedNonces()),
                reveal.signature(),
                desk.address(),
                receipted.receipt(),
                receipted.signature());
    }

    /** Whether a member of the set receipted this hash. */
    boolean isBy(Address validator, CommitReceipt receipt, Signature signature, Bytes32 hash) {
        return rules.members().contains(validator)
                && receipt.setVersion() == rules.setVersion()
                && receipt.commitHash().equals(hash)
                && receipt.isSignedBy(validator, signature, desk.domains());
    }
}
