package org.computingpower.challenge.application;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.computingpower.challenge.application.RoundStore.StoredRound;
import org.computingpower.challenge.application.RoundStream.StreamEvent;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconPart;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.beacon.OwnSecrets;
import org.computingpower.challenge.domain.beacon.SignedCall;
import org.computingpower.challenge.domain.beacon.Taken;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.round.Round;
import org.computingpower.challenge.domain.round.RoundOpening;
import org.computingpower.events.BeaconSecret;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.power.RoundPart;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.RoundCall;
import org.computingpower.terms.signed.RoundOpen;
import org.jboss.logging.Logger;

/**
 * From the call to the opening: calls if this validator leads, opens its secret when it is called, and opens the round when all secrets are here.
 * One opening per epoch: who opened the primary part takes no share in the reserve part. Guarded by its owner's lock.
 */
final class RoundOpener {

    private static final Logger LOG = Logger.getLogger(RoundOpener.class);

    private final MarketRules rules;
    private final Settings settings;
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
            Settings settings,
            SigningDesk desk,
            RoundStore store,
            RoundStream stream,
            Peers peers,
            InstantSource clock,
            EpochPreparation epochs,
            OpenRounds rounds) {
        this.rules = rules;
        this.settings = settings;
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

    /** @param lastSilent when validators were silent last, as epochs */
    void callIfLeading(long epoch, long nowMillis, Map<Address, Long> lastSilent) {
        if (isPast(epoch) || epochs.fixedRoster(epoch).isEmpty()) {
            return;
        }
        BeaconPart part = epochs.beacon(epoch).part(rules.partAt(epoch, nowMillis));
        Optional<OwnSecrets> secrets = epochs.secrets(epoch);
        if (!part.leader().equals(desk.address()) || part.call().isPresent() || secrets.isEmpty()) {
            return;
        }
        long drawn = part.drawnStartMillis(secrets.get().secret(part.part()));
        if (nowMillis < drawn || nowMillis > drawn + settings.callTolerance().toMillis()) {
            return;
        }
        part.draftCall(lastSilent)
                .ifPresent(call -> desk.sign(call, "epoch " + call.epoch() + " part " + call.part())
                        .ifPresent(signature -> takeCall(part, new SignedCall(desk.address(), call, signature))));
    }

    /** Takes a call whose signature was checked. */
    Taken takeCall(BeaconPart part, SignedCall signed) {
        Taken taken = publishIfContradiction(part, part.takeCall(signed), signed);
        if (taken != Taken.TAKEN || isPast(part.epoch())) {
            return taken;
        }
        RoundCall call = signed.call();
        stream.publish(new StreamEvent.RoundCalled(signed.leader(), call, signed.signature()));
        passOn(part, signed);
        if (part.isCalled(desk.address())) {
            epochs.secrets(part.epoch()).ifPresent(own -> takeSecret(part, desk.address(), own.secret(part.part())));
        }
        openIfReady(part);
        return taken;
    }

    /** Passed on by everybody: a call that only some heard still reaches all, and two calls meet. */
    private void passOn(BeaconPart part, SignedCall signed) {
        peers.broadcast(new PeerMessage.Call(signed.leader(), signed.call(), signed.signature()), partEndMillis(part));
    }

    private Taken publishIfContradiction(BeaconPart part, Taken taken, SignedCall second) {
        if (taken == Taken.CONTRADICTS) {
            SignedCall first = part.call().orElseThrow();
            LOG.errorf("The leader called twice: epoch=%d leader=%s", part.epoch(), part.leader());
            passOn(part, second);
            store.publish(new ChallengeRoundEvent.CallContradicted(
                    desk.address(), part.leader(), first.call(), first.signature(), second.call(), second.signature()));
        }
        return taken;
    }

    /** Takes a secret. What is new is told to everybody, so that all know the same. */
    Taken takeSecret(BeaconPart part, Address validator, org.computingpower.power.round.BeaconSecret secret) {
        Taken taken = part.takeSecret(validator, secret);
        if (taken == Taken.TAKEN) {
            Bytes32 value = Hashes.terms(secret.value());
            int wire = part.part().wire();
            stream.publish(new StreamEvent.SecretOpened(validator, part.epoch(), wire, value));
            peers.broadcast(new PeerMessage.Secret(validator, part.epoch(), wire, value), partEndMillis(part));
            openIfReady(part);
        }
        return taken;
    }

    private long partEndMillis(BeaconPart part) {
        return rules.partEndMillis(part.epoch(), part.part(), settings.callTolerance());
    }

    private void openIfReady(BeaconPart part) {
        boolean possible = !isPast(part.epoch()) && rules.partAt(part.epoch(), clock.millis()) == part.part();
        if (possible) {
            part.ready().filter(ready -> isOnTime(part, ready)).ifPresent(ready -> open(part, ready));
        }
    }

    /** A leader that calls at another instant than its committed secret fixes gets no round. */
    private boolean isOnTime(BeaconPart part, BeaconPart.Ready ready) {
        long drawn =
                part.drawnStartMillis(Objects.requireNonNull(ready.secrets().get(part.leader())));
        long off = Math.abs(clock.millis() - drawn);
        boolean onTime = off <= settings.callTolerance().toMillis();
        if (!onTime) {
            LOG.errorf("Call off its drawn instant: epoch=%d leader=%s millis=%d", part.epoch(), part.leader(), off);
        }
        return onTime;
    }

    private void open(BeaconPart part, BeaconPart.Ready ready) {
        EpochRoster roster = rosterOf(part);
        RoundOpen opening = RoundOpening.of(rules, roster, part.part(), ready.output(), blockOf(part));
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
        keep(round, ready, signature.get());
        LOG.infof("Round opened: epoch=%d part=%s roster=%d", opening.epoch(), part.part(), roster.size());
    }

    private EpochRoster rosterOf(BeaconPart part) {
        EpochRoster roster = epochs.fixRoster(part.epoch(), clock.millis());
        return part.part() == RoundPart.PRIMARY ? roster : roster.inPart(part.part());
    }

    private void keep(Round round, BeaconPart.Ready ready, Signature signature) {
        List<BeaconSecret> secrets = ready.secrets().entrySet().stream()
                .map(entry -> new BeaconSecret(
                        entry.getKey(), Hashes.terms(entry.getValue().value())))
                .toList();
        try {
            store.openRound(
                    new RoundStore.Opening(round.open(), desk.address(), signature, round.openedAtMillis()),
                    round.roster(),
                    new ChallengeRoundEvent.RoundOpened(
                            desk.address(),
                            round.open(),
                            signature,
                            secrets,
                            Instant.ofEpochMilli(round.openedAtMillis())));
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
