package org.computingpower.challenge.application;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.challenge.application.RoundStream.StreamEvent;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconPart;
import org.computingpower.challenge.domain.beacon.OwnSecrets;
import org.computingpower.challenge.domain.beacon.SignedCall;
import org.computingpower.challenge.domain.beacon.Taken;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.RoundCall;
import org.jboss.logging.Logger;

/**
 * From the call to the opening: calls and opens its secret if this validator leads, opens its secret when it is called and the leader's secret says
 * that the time has come, and opens the round when all secrets are here. Guarded by its owner's lock.
 */
final class CommitRevealBeacon implements RoundBeacon {

    private static final Logger LOG = Logger.getLogger(CommitRevealBeacon.class);

    private final MarketRules rules;
    private final Settings settings;
    private final SigningDesk desk;
    private final RoundStore store;
    private final RoundStream stream;
    private final Peers peers;
    private final InstantSource clock;
    private final EpochPreparation epochs;
    private final RoundOpener opener;

    CommitRevealBeacon(
            MarketRules rules,
            Settings settings,
            SigningDesk desk,
            RoundStore store,
            RoundStream stream,
            Peers peers,
            InstantSource clock,
            EpochPreparation epochs,
            RoundOpener opener) {
        this.rules = rules;
        this.settings = settings;
        this.desk = desk;
        this.store = store;
        this.stream = stream;
        this.peers = peers;
        this.clock = clock;
        this.epochs = epochs;
        this.opener = opener;
    }

    @Override
    public void look(long epoch, long nowMillis, Map<Address, Long> lastSilent) {
        if (opener.isPast(epoch) || epochs.fixedRoster(epoch).isEmpty()) {
            return;
        }
        BeaconPart part = epochs.beacon(epoch).part(rules.partAt(epoch, nowMillis));
        callIfDue(part, nowMillis, lastSilent);
        openOwnIfDue(part);
    }

    private void callIfDue(BeaconPart part, long nowMillis, Map<Address, Long> lastSilent) {
        Optional<OwnSecrets> secrets = epochs.secrets(part.epoch());
        if (!part.leader().equals(desk.address()) || part.call().isPresent() || secrets.isEmpty()) {
            return;
        }
        long drawn = part.drawnStartMillis(secrets.get().secret(part.part()));
        if (nowMillis < drawn || nowMillis > drawn + toleranceMillis()) {
            return;
        }
        part.draftCall(lastSilent)
                .ifPresent(call -> desk.sign(call, "epoch " + call.epoch() + " part " + call.part())
                        .ifPresent(signature -> takeCall(part, new SignedCall(desk.address(), call, signature))));
    }

    @Override
    public Taken takeCall(BeaconPart part, SignedCall signed) {
        Taken taken = publishIfContradiction(part, part.takeCall(signed, clock.millis()), signed);
        if (taken != Taken.TAKEN || opener.isPast(part.epoch())) {
            return taken;
        }
        RoundCall call = signed.call();
        stream.publish(new StreamEvent.RoundCalled(signed.leader(), call, signed.signature()));
        passOn(part, signed);
        goOn(part);
        return taken;
    }

    /** After something new: this validator's secret, or the round. */
    private void goOn(BeaconPart part) {
        openOwnIfDue(part);
        openIfReady(part);
    }

    /** The leader opens its secret with its call; everybody else waits for both and for the instant that they draw. */
    private void openOwnIfDue(BeaconPart part) {
        if (!opener.isPast(part.epoch()) && part.isToOpen(desk.address(), clock.millis(), toleranceMillis())) {
            epochs.secrets(part.epoch()).ifPresent(own -> takeSecret(part, desk.address(), own.secret(part.part())));
        }
    }

    private long toleranceMillis() {
        return settings.callTolerance().toMillis();
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

    /** What is new is told to everybody, so that all know the same. */
    @Override
    public Taken takeSecret(BeaconPart part, Address validator, BeaconSecret secret) {
        Taken taken = part.takeSecret(validator, secret, clock.millis());
        if (taken == Taken.TAKEN) {
            Bytes32 value = Hashes.terms(secret.value());
            int wire = part.part().wire();
            stream.publish(new StreamEvent.SecretOpened(validator, part.epoch(), wire, value));
            peers.broadcast(new PeerMessage.Secret(validator, part.epoch(), wire, value), partEndMillis(part));
            goOn(part);
        }
        return taken;
    }

    private long partEndMillis(BeaconPart part) {
        return rules.partEndMillis(part.epoch(), part.part(), settings.callTolerance());
    }

    private void openIfReady(BeaconPart part) {
        long nowMillis = clock.millis();
        if (opener.isPast(part.epoch()) || rules.partAt(part.epoch(), nowMillis) != part.part()) {
            return;
        }
        // A leader that calls at another instant than its secret draws gets no round, and nobody's secret.
        if (part.word(toleranceMillis()) == BeaconPart.Word.OFF) {
            LOG.errorf("Call off its drawn instant: epoch=%d leader=%s", part.epoch(), part.leader());
        }
        part.ready(nowMillis, toleranceMillis()).ifPresent(ready -> opener.open(part, value(ready)));
    }

    private static BeaconValue value(BeaconPart.Ready ready) {
        return new BeaconValue(
                BeaconKind.COMMIT_REVEAL,
                ready.output(),
                ready.secrets().entrySet().stream()
                        .map(entry -> new org.computingpower.events.BeaconSecret(
                                entry.getKey(), Hashes.terms(entry.getValue().value())))
                        .toList(),
                Optional.empty());
    }

    @Override
    public List<Address> silent(BeaconPart part) {
        return part.silent(toleranceMillis());
    }
}
