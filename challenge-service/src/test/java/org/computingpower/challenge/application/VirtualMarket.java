package org.computingpower.challenge.application;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconRound;
import org.computingpower.challenge.domain.roster.NodeVersion;
import org.computingpower.challenge.domain.roster.NodeVersion.DevicePower;
import org.computingpower.challenge.domain.roster.RosterBuilder;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;

/** Several validators on one virtual clock that hear each other at once, unless some are cut off. One node is known to all. */
final class VirtualMarket {

    static final SigningKey NODE = TestMarket.key("node");
    private static final int STEP_MILLIS = 25;

    final MarketRules rules;
    final AtomicLong now;
    final List<VirtualValidator> validators = new ArrayList<>();
    /** Who hears nobody, says nothing and stands still. */
    final Set<VirtualValidator> cutOff = new HashSet<>();

    private final int threshold;

    VirtualMarket(int count, int threshold) {
        this(TestMarket.file(0, count, threshold), BeaconKind.COMMIT_REVEAL);
    }

    VirtualMarket(MarketFile file, BeaconKind beacon) {
        this.threshold = file.validatorThreshold();
        this.rules = MarketRules.of(file);
        this.now = new AtomicLong(rules.startMillis(10));
        TestMarket.validators(file.validators().size())
                .forEach(key -> validators.add(new VirtualValidator(key, rules, now, beacon)));
        NodeVersion node = new NodeVersion(NODE.nodeId(), 1, 1, true, false, List.of(new DevicePower(0, 20_000, 0)));
        validators.forEach(
                validator -> validator.store.facts = new RosterBuilder.Facts(List.of(node), List.of(), List.of()));
        step(0);
    }

    /** Time passes, everybody looks at the clock, messages arrive at once. */
    void step(long millis) {
        now.addAndGet(millis);
        validators.stream()
                .filter(validator -> !cutOff.contains(validator))
                .forEach(validator -> validator.conductor.tick());
        deliver();
    }

    void deliver() {
        boolean any = true;
        while (any) {
            any = false;
            for (VirtualValidator from : validators) {
                List<PeerMessage> messages = List.copyOf(from.outbox);
                from.outbox.clear();
                for (PeerMessage message : messages) {
                    any = true;
                    validators.stream()
                            .filter(to -> to != from && !cutOff.contains(to) && !cutOff.contains(from))
                            .forEach(to -> to.take(message));
                }
            }
        }
    }

    void goTo(long epoch, long millis) {
        long target = rules.startMillis(epoch) + millis;
        while (now.get() < target) {
            step(Math.min(STEP_MILLIS, target - now.get()));
        }
    }

    /** Who leads a part of an epoch whose second predecessor is over. */
    VirtualValidator leader(long epoch, RoundPart part) {
        Hash32 seed = validators.getFirst().store.seedOf(epoch - 2, threshold).orElse(Hash32.ZERO);
        BeaconRound beacon = new BeaconRound(epoch, rules, seed);
        return validators.stream()
                .filter(validator ->
                        validator.address().equals(beacon.part(part).leader()))
                .findFirst()
                .orElseThrow();
    }

    /** All but some. */
    List<VirtualValidator> others(VirtualValidator... left) {
        return validators.stream()
                .filter(validator -> !List.of(left).contains(validator))
                .toList();
    }

    /** What a validator opened in an epoch. */
    static Optional<RoundStore.Opening> opening(VirtualValidator validator, long epoch) {
        return Optional.ofNullable(validator.store.openings.get(epoch));
    }
}
