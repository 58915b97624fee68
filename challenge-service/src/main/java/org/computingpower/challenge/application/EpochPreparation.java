package org.computingpower.challenge.application;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.challenge.application.RoundStream.StreamEvent;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconRound;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.beacon.OwnSecrets;
import org.computingpower.challenge.domain.beacon.SignedCommitment;
import org.computingpower.challenge.domain.beacon.Taken;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterBuilder;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.power.Hash32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.BeaconCommitment;
import org.jboss.logging.Logger;

/** What the rounds near now are made of: secrets and commitments one epoch ahead, beacons and rosters. Guarded by its owner's lock. */
final class EpochPreparation {

    private static final Logger LOG = Logger.getLogger(EpochPreparation.class);

    private final MarketRules rules;
    private final SigningDesk desk;
    private final RoundStore store;
    private final RoundStream stream;
    private final Peers peers;
    private final SecureRandom random;
    private final RosterBuilder rosters;
    private final Map<Long, BeaconRound> beacons = new HashMap<>();
    private final Map<Long, EpochRoster> fixedRosters = new HashMap<>();
    private final Map<Long, OwnSecrets> ownSecrets = new HashMap<>();
    private final Set<Long> attended = new HashSet<>();
    private long committedEpoch = -1;

    EpochPreparation(
            MarketRules rules,
            SigningDesk desk,
            RoundStore store,
            RoundStream stream,
            Peers peers,
            SecureRandom random) {
        this.rules = rules;
        this.desk = desk;
        this.store = store;
        this.stream = stream;
        this.peers = peers;
        this.random = random;
        this.rosters = new RosterBuilder(rules);
    }

    /** Draws and publishes this validator's commitment to an epoch, once, as soon as a finalized block is known. */
    void commitTo(long epoch) {
        if (committedEpoch >= epoch) {
            return;
        }
        if (secrets(epoch).isPresent()) {
            committedEpoch = epoch;
            return;
        }
        Optional<BlockRef> head = store.finalizedHead();
        if (head.isEmpty()) {
            return;
        }
        OwnSecrets secrets = OwnSecrets.draw(epoch, random);
        BeaconCommitment commitment = secrets.commitment(rules.setVersion(), head.get());
        Optional<Signature> signature = desk.sign(commitment, "epoch " + epoch);
        committedEpoch = epoch;
        if (signature.isEmpty()) {
            LOG.errorf("Another commitment was signed before and its secrets are lost: epoch=%d", epoch);
            return;
        }
        store.saveSecrets(secrets, desk.address(), commitment, signature.get());
        ownSecrets.put(epoch, secrets);
        beacon(epoch).takeCommitment(new SignedCommitment(desk.address(), commitment, signature.get()));
        stream.publish(new StreamEvent.BeaconCommitted(desk.address(), commitment, signature.get()));
        peers.broadcast(
                new PeerMessage.Commitment(desk.address(), commitment, signature.get()), rules.startMillis(epoch));
    }

    /**
     * Takes another validator's commitment to a coming epoch, whose signature was checked. What is new is kept and passed on, so that two commitments
     * of one validator meet everywhere.
     */
    Taken takeCommitment(SignedCommitment signed) {
        long epoch = signed.commitment().epoch();
        BeaconRound beacon = beacon(epoch);
        Taken taken = beacon.takeCommitment(signed);
        if (taken == Taken.TAKEN || taken == Taken.CONTRADICTS) {
            store.saveCommitment(signed);
            peers.broadcast(
                    new PeerMessage.Commitment(signed.validator(), signed.commitment(), signed.signature()),
                    rules.startMillis(epoch));
        }
        publishIfContradiction(beacon, taken, signed);
        return taken;
    }

    private void publishIfContradiction(BeaconRound beacon, Taken taken, SignedCommitment second) {
        if (taken == Taken.CONTRADICTS) {
            SignedCommitment first =
                    beacon.contradiction(second.validator()).orElseThrow().first();
            long epoch = second.commitment().epoch();
            LOG.errorf("A validator committed twice: epoch=%d validator=%s", epoch, second.validator());
            store.contradicted(
                    second.validator(),
                    epoch,
                    new ChallengeRoundEvent.BeaconCommitmentContradicted(
                            desk.address(),
                            second.validator(),
                            first.commitment(),
                            first.signature(),
                            second.commitment(),
                            second.signature()));
        }
    }

    /** This validator's secrets for an epoch. */
    Optional<OwnSecrets> secrets(long epoch) {
        if (!ownSecrets.containsKey(epoch)) {
            store.secrets(epoch).ifPresent(known -> ownSecrets.put(epoch, known));
        }
        return Optional.ofNullable(ownSecrets.get(epoch));
    }

    /** The beacon of an epoch with every commitment that is known. */
    BeaconRound beacon(long epoch) {
        BeaconRound known = beacons.get(epoch);
        if (known != null) {
            return known;
        }
        Hash32 seed = epoch < 2
                ? Hash32.ZERO
                : store.seedOf(epoch - 2, rules.threshold()).orElse(Hash32.ZERO);
        BeaconRound beacon = new BeaconRound(epoch, rules, seed);
        store.commitments(epoch).forEach(kept -> publishIfContradiction(beacon, beacon.takeCommitment(kept), kept));
        beacons.put(epoch, beacon);
        return beacon;
    }

    /** The roster of an epoch; what is known now is final. */
    EpochRoster fixRoster(long epoch, long nowMillis) {
        EpochRoster known = fixedRosters.get(epoch);
        if (known != null) {
            return known;
        }
        EpochRoster fixed = preview(epoch);
        fixedRosters.put(epoch, fixed);
        if (nowMillis <= rules.startMillis(epoch) + rules.drawFromMillis()) {
            attended.add(epoch);
        }
        // The ranking may have been drawn before the seed of two epochs ago was known.
        beacons.remove(epoch);
        return fixed;
    }

    /** Whether this validator was there before the epoch's round could begin: only then it says who was not. */
    boolean attended(long epoch) {
        return attended.contains(epoch);
    }

    /** The roster of an epoch if it is fixed. */
    Optional<EpochRoster> fixedRoster(long epoch) {
        return Optional.ofNullable(fixedRosters.get(epoch));
    }

    /** What the roster of an epoch would be by the facts known now. Needs no lock. */
    EpochRoster preview(long epoch) {
        return rosters.build(epoch, store.rosterFacts(epoch));
    }

    /** The part of it that is about one node: what all nodes ask for must not cost a roster each. */
    EpochRoster preview(long epoch, NodeId nodeId) {
        return rosters.build(epoch, store.rosterFacts(epoch, nodeId));
    }

    /** Lets go of what is over. */
    void forgetBefore(long epoch) {
        beacons.keySet().removeIf(known -> known < epoch);
        ownSecrets.keySet().removeIf(known -> known < epoch);
        fixedRosters.keySet().removeIf(known -> known < epoch - 1);
        attended.removeIf(known -> known < epoch);
    }
}
