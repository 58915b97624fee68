package org.computingpower.challenge.application;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconPart;
import org.computingpower.challenge.domain.beacon.SignedCall;
import org.computingpower.challenge.domain.beacon.SignedCommitment;
import org.computingpower.challenge.domain.beacon.Taken;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.Round;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.jboss.logging.Logger;

/**
 * Leads one validator through every epoch: commitment one epoch ahead, roster, call, secrets, opening, close; a strike and the reserve part when
 * somebody is silent, a waiver when both parts fail. {@link #tick} is called by a clock many times per second; messages may come from other
 * threads at any time. State is held under one lock for microseconds to milliseconds.
 */
public final class RoundConductor {

    private static final Logger LOG = Logger.getLogger(RoundConductor.class);

    private final MarketRules rules;
    private final Settings settings;
    private final RoundStore store;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final EpochPreparation epochs;
    private final OpenRounds rounds;
    private final RoundOpener opener;
    private final RoundBeacon beacon;
    private final MissedRounds missed;
    private final RecoverRound recover;

    /**
     * @param waiting what came and is not checked yet; a round waits for it
     * @param closer runs the signing and storing of verdicts, one round after another
     * @param drand asked only if the settings say that drand is the beacon
     */
    public RoundConductor(
            MarketRules rules,
            Settings settings,
            SigningDesk desk,
            RoundStore store,
            RoundStream stream,
            Peers peers,
            CloseRound closeRound,
            WaitingAnswers waiting,
            Executor closer,
            InstantSource clock,
            SecureRandom random,
            DrandSource drand) {
        this.rules = rules;
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        this.epochs = new EpochPreparation(rules, desk, store, stream, peers, random);
        this.rounds = new OpenRounds(closeRound, waiting, closer, clock, lock);
        this.opener = new RoundOpener(rules, desk, store, stream, peers, clock, epochs, rounds);
        this.beacon = switch (settings.beacon()) {
            case COMMIT_REVEAL ->
                new CommitRevealBeacon(rules, settings, desk, store, stream, peers, clock, epochs, opener);
            case DRAND -> new DrandBeacon(rules, settings, drand, epochs, opener);
            case FIXED -> new FixedBeacon(rules, epochs, opener);
        };
        this.missed = new MissedRounds(rules, settings, desk, store, peers, epochs, opener, beacon);
        this.recover = new RecoverRound(rules, desk, peers, store);
    }

    /** Takes up the round that was open when the process ended, if any, and tells the other validators again what was received in it. */
    public void recover() {
        if (!clock.instant().isBefore(rules.clock().genesis())) {
            guarded(() -> missed.recover(currentEpoch()));
        }
        guarded(() -> store.lastRound().ifPresent(stored -> {
            opener.resumeAfter(stored);
            if (!stored.closed()) {
                Round round = recover.round(stored);
                rounds.add(round);
                opener.tellPeers(round, stored.signature());
                LOG.infof("Round recovered: epoch=%d answers=%d", round.epoch(), recover.replay(round));
            }
        }));
    }

    /** Does everything that is due now. */
    public void tick() {
        Instant now = clock.instant();
        if (now.isBefore(rules.clock().genesis())) {
            return;
        }
        long nowMillis = now.toEpochMilli();
        long epoch = rules.clock().epochAt(now);
        guarded(() -> {
            epochs.commitTo(epoch + 1);
            rounds.closeDue(nowMillis);
            if (nowMillis - rules.startMillis(epoch)
                    >= settings.rosterFixDelay().toMillis()) {
                epochs.fixRoster(epoch, nowMillis);
            }
            missed.look(epoch, nowMillis);
            beacon.look(epoch, nowMillis, missed.lastSilent());
            epochs.forgetBefore(epoch - 1);
            missed.forgetBefore(epoch - 1);
        });
    }

    /** Another validator's commitment whose signature was checked. */
    PeerAnswer takeCommitment(PeerMessage.Commitment message) {
        return locked(() -> {
            long current = currentEpoch();
            long epoch = message.commitment().epoch();
            // A secret is worth nothing if its hash came after the epoch began.
            if (epoch <= current || epoch > current + 2) {
                return PeerAnswer.REFUSED;
            }
            return answer(epochs.takeCommitment(
                    new SignedCommitment(message.validator(), message.commitment(), message.signature())));
        });
    }

    /** A call whose signature was checked. */
    PeerAnswer takeCall(SignedCall signed) {
        return inPart(
                signed.call().epoch(), RoundPart.ofWire(signed.call().part()), part -> beacon.takeCall(part, signed));
    }

    /** A secret. */
    PeerAnswer takeSecret(long epoch, RoundPart which, Address validator, BeaconSecret secret) {
        return inPart(epoch, which, part -> beacon.takeSecret(part, validator, secret));
    }

    /** A waiver whose signature was checked. */
    PeerAnswer takeWaiver(PeerMessage.Waiver message) {
        return locked(() -> missed.take(message, currentEpoch()));
    }

    /** Works on a part of a beacon while it lasts; before, the message is worth sending again. */
    private PeerAnswer inPart(long epoch, RoundPart part, Function<BeaconPart, Taken> work) {
        return locked(() -> {
            Instant now = clock.instant();
            long current = rules.clock().epochAt(now);
            if (epoch > current + 1
                    || now.toEpochMilli() > rules.partEndMillis(epoch, part, settings.callTolerance())) {
                return PeerAnswer.REFUSED;
            }
            // Not before the roster is fixed, however early somebody calls.
            long earliest = rules.startMillis(epoch)
                    + Math.max(
                            settings.rosterFixDelay().toMillis(),
                            rules.drawFromMillis(part)
                                    - settings.callTolerance().toMillis());
            if (now.toEpochMilli() < earliest || rules.partAt(epoch, now.toEpochMilli()) != part) {
                return PeerAnswer.EARLY;
            }
            epochs.fixRoster(epoch, now.toEpochMilli());
            return answer(work.apply(epochs.beacon(epoch).part(part)));
        });
    }

    private static PeerAnswer answer(Taken taken) {
        return switch (taken) {
            case TAKEN, REPEATED, CONTRADICTS -> PeerAnswer.TAKEN;
            case EARLY -> PeerAnswer.EARLY;
            case REFUSED -> PeerAnswer.REFUSED;
        };
    }

    /** Does something with the open round of an epoch; empty if there is none. */
    public <T> Optional<T> inRound(long epoch, Function<Round, T> work) {
        return locked(() -> rounds.of(epoch).map(work));
    }

    /** Whether a round of this epoch may open later. */
    public boolean mayStillOpen(long epoch) {
        long current = currentEpoch();
        return epoch >= current && epoch <= current + 1 && locked(() -> !opener.isPast(epoch));
    }

    /** When the open round of an epoch closes, Unix milliseconds; now if there is none. */
    public long closesAtMillis(long epoch) {
        return inRound(epoch, Round::closesAtMillis).orElseGet(clock::millis);
    }

    /** What a node has to do in an epoch: fixed if its round is near or past, otherwise what it would be by the facts known now. */
    public List<RosterSlot> slotsOf(long epoch, NodeId nodeId) {
        Optional<EpochRoster> fixed =
                locked(() -> rounds.of(epoch).map(Round::roster).or(() -> epochs.fixedRoster(epoch)));
        return fixed.orElseGet(() -> epochs.preview(epoch, nodeId)).ofNode(nodeId);
    }

    /** The epoch of now. */
    public long currentEpoch() {
        return rules.clock().epochAt(clock.instant());
    }

    private void guarded(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
