package org.computingpower.challenge.application;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.computingpower.challenge.application.RoundStream.StreamEvent;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconRound;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.beacon.OwnSecrets;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.round.Round;
import org.computingpower.challenge.domain.round.RoundOpening;
import org.computingpower.events.BeaconSecret;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.power.RoundPart;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.RoundCall;
import org.computingpower.terms.signed.RoundOpen;
import org.jboss.logging.Logger;

/**
 * Leads one validator through every epoch: commitment one epoch ahead, roster, call, secrets, opening, close. {@link #tick} is called by a clock
 * many times per second; messages may come from other threads at any time. State is held under one lock for microseconds to milliseconds;
 * signing and storing the verdicts of a closed round happens on the executor.
 */
public final class RoundConductor {

    private static final Logger LOG = Logger.getLogger(RoundConductor.class);
    private static final long CLOSE_RETRY_MILLIS = 1_000;

    private final MarketRules rules;
    private final Settings settings;
    private final SigningDesk desk;
    private final RoundStore store;
    private final RoundStream stream;
    private final Peers peers;
    private final CloseRound closeRound;
    private final Executor closer;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final EpochPreparation epochs;
    private final Deque<Round> toClose = new ArrayDeque<>();
    private boolean closing;
    private long nextCloseMillis;
    private Optional<Round> open = Optional.empty();
    private BlockRef lastBlock = BlockRef.NONE;
    private long lastOpenedEpoch = -1;

    /** @param closer runs the signing and storing of verdicts, one round after another */
    public RoundConductor(
            MarketRules rules,
            Settings settings,
            SigningDesk desk,
            RoundStore store,
            RoundStream stream,
            Peers peers,
            CloseRound closeRound,
            Executor closer,
            InstantSource clock,
            SecureRandom random) {
        this.rules = rules;
        this.settings = settings;
        this.desk = desk;
        this.store = store;
        this.stream = stream;
        this.peers = peers;
        this.closeRound = closeRound;
        this.closer = closer;
        this.clock = clock;
        this.epochs = new EpochPreparation(rules, desk, store, stream, peers, random);
    }

    /** Takes up the round that was open when the process ended, if any. */
    public void recover() {
        guarded(() -> {
            store.lastRound().ifPresent(stored -> {
                lastOpenedEpoch = stored.round().epoch();
                lastBlock = new BlockRef(
                        stored.round().blockNumber(), stored.round().blockHash());
                if (!stored.closed()) {
                    open = Optional.of(RecoverRound.of(stored, rules, desk.address()));
                    LOG.infof(
                            "Round recovered: epoch=%d answers=%d",
                            lastOpenedEpoch, stored.answers().size());
                }
            });
        });
    }

    /** Does everything that is due now. */
    public void tick() {
        Instant now = clock.instant();
        if (now.isBefore(rules.clock().genesis())) {
            return;
        }
        long epoch = rules.clock().epochAt(now);
        guarded(() -> {
            epochs.commitTo(epoch + 1);
            closeIfDue(now.toEpochMilli());
            long sinceStart = now.toEpochMilli() - rules.startMillis(epoch);
            if (sinceStart >= settings.rosterFixDelay().toMillis()) {
                epochs.fixRoster(epoch);
            }
            callIfLeading(epoch, now.toEpochMilli());
            epochs.forgetBefore(epoch);
        });
    }

    private void callIfLeading(long epoch, long nowMillis) {
        boolean possible = epoch > lastOpenedEpoch
                && open.isEmpty()
                && epochs.fixedRoster(epoch).isPresent();
        if (!possible || !epochs.beacon(epoch).leader().equals(desk.address())) {
            return;
        }
        BeaconRound beacon = epochs.beacon(epoch);
        Optional<OwnSecrets> secrets = epochs.secrets(epoch);
        if (beacon.call().isPresent() || secrets.isEmpty()) {
            return;
        }
        long drawn = beacon.drawnStartMillis(secrets.get().primary());
        if (nowMillis < drawn || nowMillis > drawn + settings.callTolerance().toMillis()) {
            return;
        }
        beacon.draftCall()
                .ifPresent(call -> desk.sign(call, subject(call))
                        .ifPresent(signature -> takeCall(beacon, desk.address(), call, signature)));
    }

    private static String subject(RoundCall call) {
        return "epoch " + call.epoch() + " part " + call.part();
    }

    private BeaconRound.Taken takeCall(BeaconRound beacon, Address signer, RoundCall call, Signature signature) {
        BeaconRound.Taken taken = beacon.takeCall(signer, call);
        if (taken == BeaconRound.Taken.CONTRADICTS) {
            LOG.errorf("The leader called twice: epoch=%d leader=%s", call.epoch(), signer);
        }
        if (taken != BeaconRound.Taken.TAKEN) {
            return taken;
        }
        stream.publish(new StreamEvent.RoundCalled(signer, call, signature));
        // Passed on by everybody: a call that only some heard still reaches all, and two calls meet.
        peers.broadcast(new PeerMessage.Call(signer, call, signature), partEndMillis(beacon.epoch()));
        if (beacon.isCalled(desk.address())) {
            epochs.secrets(beacon.epoch()).ifPresent(secrets -> {
                org.computingpower.terms.Bytes32 secret =
                        Hashes.terms(secrets.primary().value());
                beacon.takeSecret(desk.address(), secrets.primary());
                stream.publish(new StreamEvent.SecretOpened(desk.address(), beacon.epoch(), call.part(), secret));
                peers.broadcast(
                        new PeerMessage.Secret(desk.address(), beacon.epoch(), call.part(), secret),
                        partEndMillis(beacon.epoch()));
            });
        }
        openIfReady(beacon);
        return taken;
    }

    private long partEndMillis(long epoch) {
        return rules.startMillis(epoch)
                + rules.drawToMillis()
                + settings.callTolerance().toMillis();
    }

    private void openIfReady(BeaconRound beacon) {
        if (beacon.epoch() <= lastOpenedEpoch || open.isPresent()) {
            return;
        }
        beacon.ready().filter(ready -> isOnTime(beacon, ready)).ifPresent(ready -> openRound(beacon, ready));
    }

    /** A leader that calls at another instant than its committed secret fixes gets no round. */
    private boolean isOnTime(BeaconRound beacon, BeaconRound.Ready ready) {
        long drawn =
                beacon.drawnStartMillis(Objects.requireNonNull(ready.secrets().get(beacon.leader())));
        long off = Math.abs(clock.millis() - drawn);
        boolean onTime = off <= settings.callTolerance().toMillis();
        if (!onTime) {
            LOG.errorf(
                    "Call off its drawn instant: epoch=%d leader=%s millis=%d", beacon.epoch(), beacon.leader(), off);
        }
        return onTime;
    }

    private void openRound(BeaconRound beacon, BeaconRound.Ready ready) {
        EpochRoster roster = epochs.fixRoster(beacon.epoch());
        RoundOpen opening = RoundOpening.of(rules, roster, ready.output(), blockOf(beacon));
        String subject = "epoch " + opening.epoch() + " part " + RoundPart.PRIMARY.wire();
        Optional<Signature> signature = desk.sign(opening, subject);
        if (signature.isEmpty()) {
            LOG.errorf("Another opening was signed before: epoch=%d", opening.epoch());
            return;
        }
        long openedAt = clock.millis();
        Round round = new Round(opening, roster, rules, desk.address(), openedAt);
        stream.publish(new StreamEvent.RoundOpened(desk.address(), opening, signature.get()));
        tellPeers(round, signature.get());
        open = Optional.of(round);
        lastOpenedEpoch = opening.epoch();
        lastBlock = new BlockRef(opening.blockNumber(), opening.blockHash());
        List<BeaconSecret> secrets = ready.secrets().entrySet().stream()
                .map(entry -> new BeaconSecret(
                        entry.getKey(), Hashes.terms(entry.getValue().value())))
                .toList();
        try {
            store.openRound(
                    new RoundStore.Opening(opening, desk.address(), signature.get(), openedAt),
                    roster,
                    new ChallengeRoundEvent.RoundOpened(
                            desk.address(), opening, signature.get(), secrets, Instant.ofEpochMilli(openedAt)));
        } catch (RuntimeException e) {
            // Nothing of it could be kept: this validator has no verdict on this epoch.
            open = Optional.empty();
            throw e;
        }
        LOG.infof("Round opened: epoch=%d roster=%d", opening.epoch(), roster.size());
    }

    private void tellPeers(Round round, Signature signature) {
        CommitReceipt receipt = new CommitReceipt(rules.setVersion(), round.openHash(), round.openedAtMillis());
        peers.broadcast(
                new PeerMessage.Opening(desk.address(), round.open(), signature, receipt, desk.sign(receipt)),
                round.closesAtMillis());
    }

    private BlockRef blockOf(BeaconRound beacon) {
        return beacon.leadersCommitment()
                .map(commitment -> new BlockRef(commitment.blockNumber(), commitment.blockHash()))
                .filter(store::isFinalized)
                .orElse(lastBlock);
    }

    private void closeIfDue(long nowMillis) {
        open.filter(round -> nowMillis >= round.closesAtMillis()).ifPresent(round -> {
            open = Optional.empty();
            toClose.add(round);
        });
        if (!closing && !toClose.isEmpty() && nowMillis >= nextCloseMillis) {
            closing = true;
            Round round = toClose.getFirst();
            closer.execute(() -> close(round));
        }
    }

    /** Tried until it is kept: a verdict that is not published is an unpaid window for an honest node. */
    private void close(Round round) {
        boolean closed = false;
        try {
            closeRound.close(round);
            closed = true;
        } catch (RuntimeException e) {
            LOG.errorf(e, "Round not closed, tries again: epoch=%d", round.epoch());
        } finally {
            boolean done = closed;
            guarded(() -> {
                closing = false;
                if (done) {
                    toClose.remove(round);
                }
                nextCloseMillis = done ? 0 : clock.millis() + CLOSE_RETRY_MILLIS;
            });
        }
    }

    /** Another validator's commitment. */
    public PeerAnswer onCommitment(PeerMessage.Commitment message) {
        if (!message.commitment().isSignedBy(message.validator(), message.signature(), desk.domains())) {
            return PeerAnswer.REFUSED;
        }
        return locked(() -> {
            long current = rules.clock().epochAt(clock.instant());
            long epoch = message.commitment().epoch();
            // A secret is worth nothing if its hash came after the epoch began.
            if (epoch <= current || epoch > current + 2) {
                return PeerAnswer.REFUSED;
            }
            BeaconRound.Taken taken = epochs.beacon(epoch).takeCommitment(message.validator(), message.commitment());
            if (taken == BeaconRound.Taken.TAKEN) {
                store.saveCommitment(message.validator(), message.commitment(), message.signature());
            }
            return answer(taken);
        });
    }

    /** Another validator's call. */
    public PeerAnswer onCall(PeerMessage.Call message) {
        return message.call().isSignedBy(message.validator(), message.signature(), desk.domains())
                ? current(
                        message.call().epoch(),
                        beacon -> takeCall(beacon, message.validator(), message.call(), message.signature()))
                : PeerAnswer.REFUSED;
    }

    /** Another validator's secret. */
    public PeerAnswer onSecret(PeerMessage.Secret message) {
        if (message.part() != RoundPart.PRIMARY.wire()) {
            return PeerAnswer.REFUSED;
        }
        return current(message.epoch(), beacon -> {
            var secret = new org.computingpower.power.round.BeaconSecret(Hashes.puzzle(message.secret()));
            BeaconRound.Taken taken = beacon.takeSecret(message.validator(), secret);
            if (taken == BeaconRound.Taken.TAKEN) {
                stream.publish(new StreamEvent.SecretOpened(
                        message.validator(), message.epoch(), message.part(), message.secret()));
                openIfReady(beacon);
            }
            return taken;
        });
    }

    /** Another validator's opening, with its receipt of T0. */
    public PeerAnswer onOpening(PeerMessage.Opening message) {
        CommitReceipt receipt = message.receipt();
        boolean signed = message.round().isSignedBy(message.validator(), message.signature(), desk.domains())
                && receipt.commitHash().equals(message.round().structHash())
                && receipt.setVersion() == rules.setVersion()
                && receipt.isSignedBy(message.validator(), message.receiptSignature(), desk.domains());
        if (!signed) {
            return PeerAnswer.REFUSED;
        }
        long epoch = message.round().epoch();
        return inRound(epoch, round -> {
                    round.takeOpening(message.validator(), receipt.receivedAtMillis());
                    if (!round.open().equals(message.round())) {
                        LOG.errorf("Another opening: epoch=%d validator=%s", round.epoch(), message.validator());
                    }
                    return PeerAnswer.TAKEN;
                })
                .orElseGet(() -> mayStillOpen(epoch) ? PeerAnswer.EARLY : PeerAnswer.REFUSED);
    }

    private PeerAnswer current(long epoch, Function<BeaconRound, BeaconRound.Taken> work) {
        return locked(() -> {
            Instant now = clock.instant();
            long current = rules.clock().epochAt(now);
            long earliest = rules.startMillis(epoch) + rules.drawFromMillis();
            if (epoch < current || epoch > current + 1) {
                return PeerAnswer.REFUSED;
            }
            boolean early =
                    now.toEpochMilli() < earliest - settings.callTolerance().toMillis();
            if (epoch > current || early) {
                return PeerAnswer.EARLY;
            }
            epochs.fixRoster(epoch);
            return answer(work.apply(epochs.beacon(epoch)));
        });
    }

    private static PeerAnswer answer(BeaconRound.Taken taken) {
        return switch (taken) {
            case TAKEN, REPEATED, CONTRADICTS -> PeerAnswer.TAKEN;
            case EARLY -> PeerAnswer.EARLY;
            case REFUSED -> PeerAnswer.REFUSED;
        };
    }

    /** Whether a round of this epoch may open later. */
    public boolean mayStillOpen(long epoch) {
        long current = currentEpoch();
        return locked(() -> epoch > lastOpenedEpoch) && epoch >= current && epoch <= current + 1;
    }

    /** When the open round of an epoch closes, Unix milliseconds; now if there is none. */
    public long closesAtMillis(long epoch) {
        return inRound(epoch, Round::closesAtMillis).orElseGet(clock::millis);
    }

    /** Does something with the open round of an epoch; empty if there is none. */
    public <T> Optional<T> inRound(long epoch, Function<Round, T> work) {
        return locked(() -> open.filter(round -> round.epoch() == epoch).map(work));
    }

    /** The roster of an epoch: fixed if its round is near or past, otherwise what it would be by the facts known now. */
    public EpochRoster rosterOf(long epoch) {
        Optional<EpochRoster> fixed = locked(() -> epochs.fixedRoster(epoch)
                .or(() -> open.filter(round -> round.epoch() == epoch).map(Round::roster)));
        return fixed.orElseGet(() -> epochs.preview(epoch));
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
