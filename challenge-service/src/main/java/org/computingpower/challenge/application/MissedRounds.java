package org.computingpower.challenge.application;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconPart;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.events.SignedBy;
import org.computingpower.power.RoundPart;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.RoundWaived;
import org.jboss.logging.Logger;

/**
 * What happens when a part of an epoch ends without a round: a strike for whoever was silent, and after the reserve part a signed waiver of the
 * whole epoch, for all nodes alike. A validator that was not there itself says nothing about others. Guarded by its owner's lock.
 */
final class MissedRounds {

    /** The only cause there is: no part of the epoch got its secrets. */
    static final int NO_ROUND = 1;

    private static final Logger LOG = Logger.getLogger(MissedRounds.class);
    /** A struck validator is named last for this many epochs. */
    private static final int STRIKE_EPOCHS = 4;

    private final MarketRules rules;
    private final Settings settings;
    private final SigningDesk desk;
    private final RoundStore store;
    private final Peers peers;
    private final EpochPreparation epochs;
    private final RoundOpener opener;
    private final RoundBeacon beacon;
    private final Map<Address, Long> strikes = new HashMap<>();
    private final Set<Looked> done = new HashSet<>();
    private final Map<Long, Map<Address, Signature>> waivers = new HashMap<>();
    private final Set<Long> waived = new HashSet<>();

    private record Looked(long epoch, RoundPart part) {}

    MissedRounds(
            MarketRules rules,
            Settings settings,
            SigningDesk desk,
            RoundStore store,
            Peers peers,
            EpochPreparation epochs,
            RoundOpener opener,
            RoundBeacon beacon) {
        this.rules = rules;
        this.settings = settings;
        this.desk = desk;
        this.store = store;
        this.peers = peers;
        this.epochs = epochs;
        this.opener = opener;
        this.beacon = beacon;
    }

    /** Who was silent lately, and in which epoch last. */
    Map<Address, Long> lastSilent() {
        return Map.copyOf(strikes);
    }

    /** Takes up what was known before a restart. */
    void recover(long currentEpoch) {
        store.strikesSince(currentEpoch - STRIKE_EPOCHS)
                .forEach((validator, struck) -> strikes.merge(validator, struck, Math::max));
    }

    /** Looks at the parts that are over, of this epoch and the one before. */
    void look(long epoch, long nowMillis) {
        for (long looked = Math.max(0, epoch - 1); looked <= epoch; looked++) {
            for (RoundPart part : RoundPart.values()) {
                boolean missed = nowMillis >= rules.partEndMillis(looked, part, settings.callTolerance())
                        && !opener.isPast(looked)
                        && epochs.attended(looked);
                if (missed && done.add(new Looked(looked, part))) {
                    missed(looked, part, nowMillis);
                }
            }
        }
    }

    private void missed(long epoch, RoundPart part, long nowMillis) {
        try {
            // Without a commitment of its own it took no part in this epoch.
            if (epochs.secrets(epoch).isPresent()) {
                strike(epochs.beacon(epoch).part(part), nowMillis);
                if (part == RoundPart.RESERVE) {
                    waive(epoch);
                }
            }
        } catch (RuntimeException e) {
            // Looked at again with the next tick.
            done.remove(new Looked(epoch, part));
            throw e;
        }
    }

    private void strike(BeaconPart part, long nowMillis) {
        List<Address> struck = beacon.silent(part);
        struck.forEach(validator -> strikes.put(validator, part.epoch()));
        LOG.warnf("No round: epoch=%d part=%s silent=%s", part.epoch(), part.part(), struck);
        store.strike(
                struck,
                part.epoch(),
                new ChallengeRoundEvent.BeaconPartFailed(
                        desk.address(), part.epoch(), part.part().wire(), struck, Instant.ofEpochMilli(nowMillis)));
    }

    private void waive(long epoch) {
        RoundWaived waiver = waiver(epoch);
        desk.sign(waiver, "epoch " + epoch).ifPresent(signature -> {
            peers.broadcast(
                    new PeerMessage.Waiver(desk.address(), waiver, signature),
                    rules.startMillis(epoch + 1) + rules.unchallengedAfter().toMillis());
            count(desk.address(), epoch, signature);
        });
    }

    private RoundWaived waiver(long epoch) {
        return new RoundWaived(rules.setVersion(), epoch, NO_ROUND);
    }

    /** Takes another validator's waiver whose signature was checked. */
    PeerAnswer take(PeerMessage.Waiver message, long currentEpoch) {
        long epoch = message.waiver().epoch();
        boolean known =
                message.waiver().equals(waiver(epoch)) && rules.members().contains(message.validator());
        if (!known || epoch > currentEpoch || epoch < currentEpoch - 1) {
            return PeerAnswer.REFUSED;
        }
        count(message.validator(), epoch, message.signature());
        return PeerAnswer.TAKEN;
    }

    private void count(Address validator, long epoch, Signature signature) {
        Map<Address, Signature> signatures = waivers.computeIfAbsent(epoch, first -> new TreeMap<>());
        signatures.putIfAbsent(validator, signature);
        if (signatures.size() >= rules.threshold() && !waived.contains(epoch)) {
            List<SignedBy> quorum = signatures.entrySet().stream()
                    .map(signed -> new SignedBy(signed.getKey(), signed.getValue()))
                    .toList();
            if (store.waive(epoch, new ChallengeRoundEvent.RoundWaivedByQuorum(epoch, waiver(epoch), quorum))) {
                LOG.warnf("Round waived by a quorum: epoch=%d", epoch);
            }
            waived.add(epoch);
        }
    }

    /** Lets go of what is over. */
    void forgetBefore(long epoch) {
        waivers.keySet().removeIf(known -> known < epoch);
        waived.removeIf(known -> known < epoch);
        strikes.values().removeIf(struck -> struck < epoch - STRIKE_EPOCHS);
        done.removeIf(looked -> looked.epoch() < epoch);
    }
}
