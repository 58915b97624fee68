package org.computingpower.challenge.application;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.computingpower.challenge.application.RoundStore.StoredRound;
import org.computingpower.challenge.application.RoundStream.StreamEvent;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconPart;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.round.Round;
import org.computingpower.challenge.domain.round.RoundOpening;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.power.RoundPart;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.RoundOpen;
import org.jboss.logging.Logger;

/**
 * Opens a round: signs the statement, tells streams and other validators, keeps it. One opening per epoch: who opened the primary part takes no
 * share in the reserve part. Guarded by its owner's lock.
 */
final class RoundOpener {

    private static final Logger LOG = Logger.getLogger(RoundOpener.class);

    private final MarketRules rules;
    private final SigningDesk desk;
    private final RoundStore store;
    private final RoundStream stream;
    private final Peers peers;
    private final InstantSource clock;
    private final EpochPreparation epochs;
    private final OpenRounds rounds;
    private BlockRef lastBlock = BlockRef.NONE;
    private long lastOpenedEpoch = -1;

    RoundOpener(
            MarketRules rules,
            SigningDesk desk,
            RoundStore store,
            RoundStream stream,
            Peers peers,
            InstantSource clock,
            EpochPreparation epochs,
            OpenRounds rounds) {
        this.rules = rules;
        this.desk = desk;
        this.store = store;
        this.stream = stream;
        this.peers = peers;
        this.clock = clock;
        this.epochs = epochs;
        this.rounds = rounds;
    }

    /** Whether this validator opened a round of this epoch, or a later one. */
    boolean isPast(long epoch) {
        return epoch <= lastOpenedEpoch;
    }

    /** Goes on after the newest round that was opened before a restart. */
    void resumeAfter(StoredRound stored) {
        lastOpenedEpoch = stored.round().epoch();
        lastBlock = new BlockRef(stored.round().blockNumber(), stored.round().blockHash());
    }

    /** Opens the round of a part with what its beacon yields, now. */
    void open(BeaconPart part, BeaconValue value) {
        BlockRef block = blockOf(part);
        EpochRoster roster =
                rosterOf(part).underSeed(RoundOpening.seed(rules, part.epoch(), value.kind(), value.output(), block));
        RoundOpen opening = RoundOpening.of(rules, roster, part.part(), value.kind(), value.output(), block);
        // One opening per epoch, whatever its part.
        Optional<Signature> signature = desk.sign(opening, "epoch " + opening.epoch());
        if (signature.isEmpty()) {
            LOG.errorf("Another opening was signed before: epoch=%d", opening.epoch());
            return;
        }
        Round round = new Round(opening, roster, rules, desk.address(), clock.millis());
        stream.publish(new StreamEvent.RoundOpened(desk.address(), opening, signature.get()));
        tellPeers(round, signature.get());
        rounds.add(round);
        lastOpenedEpoch = opening.epoch();
        lastBlock = new BlockRef(opening.blockNumber(), opening.blockHash());
        keep(round, value, signature.get());
        LOG.infof("Round opened: epoch=%d part=%s roster=%d", opening.epoch(), part.part(), roster.size());
    }

    private EpochRoster rosterOf(BeaconPart part) {
        EpochRoster roster = epochs.fixRoster(part.epoch(), clock.millis());
        return part.part() == RoundPart.PRIMARY ? roster : roster.inPart(part.part());
    }

    private void keep(Round round, BeaconValue value, Signature signature) {
        try {
            store.openRound(
                    new RoundStore.Opening(round.open(), desk.address(), signature, round.openedAtMillis()),
                    round.roster(),
                    new ChallengeRoundEvent.RoundOpened(
                            desk.address(),
                            round.open(),
                            signature,
                            value.secrets(),
                            Instant.ofEpochMilli(round.openedAtMillis()),
                            value.drandRound().orElse(null)));
        } catch (RuntimeException e) {
            // Nothing of it could be kept: this validator has no verdict on this epoch.
            rounds.drop(round);
            throw e;
        }
    }

    /** Tells the other validators of an opened round and of this one's T0. */
    void tellPeers(Round round, Signature signature) {
        CommitReceipt receipt = new CommitReceipt(rules.setVersion(), round.openHash(), round.openedAtMillis());
        peers.broadcast(
                new PeerMessage.Opening(desk.address(), round.open(), signature, receipt, desk.sign(receipt)),
                round.closesAtMillis());
    }

    private BlockRef blockOf(BeaconPart part) {
        return part.leadersCommitment()
                .map(commitment -> new BlockRef(commitment.blockNumber(), commitment.blockHash()))
                .filter(store::isFinalized)
                .orElse(lastBlock);
    }
}
