package org.computingpower.challenge.application;

import java.util.Optional;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.SignedCall;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.terms.signed.CommitReceipt;
import org.jboss.logging.Logger;

/** Takes what other validators say about beacons and openings. Signatures are checked here, before anything is looked up. */
public final class TakePeerMessages {

    private static final Logger LOG = Logger.getLogger(TakePeerMessages.class);

    private final MarketRules rules;
    private final RoundConductor conductor;
    private final SigningDesk desk;
    private final RoundStore store;
    private final Receipts receipts;

    /** For one validator. */
    public TakePeerMessages(MarketRules rules, RoundConductor conductor, SigningDesk desk, RoundStore store) {
        this.store = store;
        this.rules = rules;
        this.conductor = conductor;
        this.desk = desk;
        this.receipts = new Receipts(rules, desk);
    }

    /** A commitment to a coming epoch. */
    public PeerAnswer commitment(PeerMessage.Commitment message) {
        return message.commitment().isSignedBy(message.validator(), message.signature(), desk.domains())
                ? conductor.takeCommitment(message)
                : PeerAnswer.REFUSED;
    }

    /** A leader's call, from itself or passed on. */
    public PeerAnswer call(PeerMessage.Call message) {
        return message.call().isSignedBy(message.validator(), message.signature(), desk.domains())
                        && isPart(message.call().part())
                ? conductor.takeCall(new SignedCall(message.validator(), message.call(), message.signature()))
                : PeerAnswer.REFUSED;
    }

    /** A secret, from its owner or passed on; it proves itself. */
    public PeerAnswer secret(PeerMessage.Secret message) {
        return isPart(message.part())
                ? conductor.takeSecret(
                        message.epoch(),
                        RoundPart.ofWire(message.part()),
                        message.validator(),
                        new BeaconSecret(Hashes.puzzle(message.secret())))
                : PeerAnswer.REFUSED;
    }

    /** An opening, with the validator's receipt of T0. */
    public PeerAnswer opening(PeerMessage.Opening message) {
        CommitReceipt receipt = message.receipt();
        boolean signed = message.round().isSignedBy(message.validator(), message.signature(), desk.domains())
                && receipts.isBy(
                        message.validator(),
                        receipt,
                        message.receiptSignature(),
                        message.round().structHash());
        if (!signed) {
            return PeerAnswer.REFUSED;
        }
        long epoch = message.round().epoch();
        Optional<Boolean> same = conductor.inRound(epoch, round -> {
            round.takeOpening(message.validator(), receipt.receivedAtMillis());
            return round.open().equals(message.round());
        });
        if (same.isEmpty()) {
            return conductor.mayStillOpen(epoch) ? PeerAnswer.EARLY : PeerAnswer.REFUSED;
        }
        if (same.get()) {
            store.keepStart(epoch, message.validator(), receipt, message.receiptSignature());
        } else {
            LOG.errorf("Another opening: epoch=%d validator=%s", epoch, message.validator());
        }
        return PeerAnswer.TAKEN;
    }

    /** A waiver of an epoch without a round. */
    public PeerAnswer waiver(PeerMessage.Waiver message) {
        return message.waiver().setVersion() == rules.setVersion()
                        && message.waiver().isSignedBy(message.validator(), message.signature(), desk.domains())
                ? conductor.takeWaiver(message)
                : PeerAnswer.REFUSED;
    }

    private static boolean isPart(int wire) {
        return wire == RoundPart.PRIMARY.wire() || wire == RoundPart.RESERVE.wire();
    }
}
