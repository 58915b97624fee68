package org.computingpower.challenge.domain.beacon;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconOutput;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.RoundCall;

/**
 * One part of an epoch's beacon as one validator sees it. T0 and seed have different owners: the leader's secret alone fixes T0, all called secrets
 * together the seed. The leader's word is its call and its secret, both at the instant that this secret draws; without it nobody else opens a secret.
 * A leader that signs two calls gets no round: whoever knows both opens neither. Not thread-safe.
 */
public final class BeaconPart {

    private final RoundPart part;
    private final long epoch;
    private final MarketRules rules;
    private final List<Address> ranking;
    private final Address leader;
    private final Map<Address, BeaconCommitment> commitments;
    private final Map<Address, Opened> secrets = new HashMap<>();
    private Optional<SignedCall> call = Optional.empty();
    private long calledAtMillis;
    private Optional<SignedCall> contradiction = Optional.empty();

    /**
     * @param ranking the validator set; the first one leads the primary part, the second one the reserve part
     * @param commitments those known so far; grows while this part is used
     */
    BeaconPart(
            RoundPart part,
            long epoch,
            MarketRules rules,
            List<Address> ranking,
            Map<Address, BeaconCommitment> commitments) {
        this.part = part;
        this.epoch = epoch;
        this.rules = rules;
        this.ranking = ranking;
        this.leader = ranking.get(part.wire() % ranking.size());
        this.commitments = commitments;
    }

    /** A secret and when it came, Unix milliseconds. */
    private record Opened(BeaconSecret secret, long atMillis) {}

    /** Everything the seed is made of. */
    public record Ready(Map<Address, BeaconSecret> secrets, Hash32 output) {
        /** Copies the map in the order of addresses. */
        public Ready {
            secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
        }
    }

    /** Which part. */
    public RoundPart part() {
        return part;
    }

    /** The epoch. */
    public long epoch() {
        return epoch;
    }

    /** Who draws T0. */
    public Address leader() {
        return leader;
    }

    /** The leader's commitment, which names the block. */
    public Optional<BeaconCommitment> leadersCommitment() {
        return Optional.ofNullable(commitments.get(leader));
    }

    /** T0 if this secret is the leader's, in Unix milliseconds. */
    public long drawnStartMillis(BeaconSecret leadersSecret) {
        return rules.startMillis(epoch)
                + leadersSecret.roundStartMillis(epoch, part, rules.drawFromMillis(part), rules.drawToMillis(part));
    }

    /**
     * The call that the leader makes: itself and the next in rank that committed. Empty if too few did, or it did not itself.
     *
     * @param lastSilent when validators were silent last, as epochs: the longer ago, the sooner named
     */
    public Optional<RoundCall> draftCall(Map<Address, Long> lastSilent) {
        List<Address> called = new ArrayList<>(ranking.stream()
                .filter(commitments::containsKey)
                .sorted(Comparator.comparingLong((Address validator) ->
                        validator.equals(leader) ? Long.MIN_VALUE : lastSilent.getOrDefault(validator, -1L)))
                .limit(rules.threshold())
                .toList());
        if (called.size() < rules.threshold() || !called.contains(leader)) {
            return Optional.empty();
        }
        Collections.sort(called);
        return Optional.of(new RoundCall(rules.setVersion(), epoch, part.wire(), called));
    }

    /** Takes a call whose signature was checked, received at this Unix time. */
    public Taken takeCall(SignedCall signed, long nowMillis) {
        RoundCall made = signed.call();
        boolean wellFormed = made.epoch() == epoch
                && made.setVersion() == rules.setVersion()
                && made.part() == part.wire()
                && signed.leader().equals(leader)
                && made.signers().size() == rules.threshold()
                && made.signers()
                        .equals(made.signers().stream().distinct().sorted().toList())
                && made.signers().contains(leader)
                && rules.members().containsAll(made.signers());
        if (!wellFormed) {
            return Taken.REFUSED;
        }
        if (!commitments.keySet().containsAll(made.signers())) {
            return Taken.EARLY;
        }
        if (call.isEmpty()) {
            call = Optional.of(signed);
            calledAtMillis = nowMillis;
            return Taken.TAKEN;
        }
        if (call.get().call().equals(made)) {
            return Taken.REPEATED;
        }
        boolean first = contradiction.isEmpty();
        contradiction = contradiction.or(() -> Optional.of(signed));
        return first ? Taken.CONTRADICTS : Taken.REPEATED;
    }

    /** The first call, once it is made. */
    public Optional<SignedCall> call() {
        return call;
    }

    /** A second, different call of the leader. */
    public Optional<SignedCall> contradiction() {
        return contradiction;
    }

    /**
     * Whether a validator opens its secret now: it is called, its secret is not open yet, and it is the leader itself or the leader's word is good and
     * the drawn instant has come. So nobody can learn another's secret, and with it the seed, before T0 by calling early.
     *
     * @param toleranceMillis how far from the drawn instant the leader's word may come
     */
    public boolean isToOpen(Address validator, long nowMillis, long toleranceMillis) {
        if (!isCalled(validator) || contradiction.isPresent() || secrets.containsKey(validator)) {
            return false;
        }
        if (validator.equals(leader)) {
            return true;
        }
        return word(toleranceMillis) == Word.GOOD
                && nowMillis >= drawnStartMillis()
                && nowMillis <= drawnStartMillis() + toleranceMillis;
    }

    private boolean isCalled(Address validator) {
        return call.filter(made -> made.call().signers().contains(validator)).isPresent();
    }

    /** What the leader's word is worth: its call together with its secret. */
    public enum Word {
        /** One of the two is not here yet. */
        INCOMPLETE,
        /** One of the two came too far from the instant that the secret draws. It stays so. */
        OFF,
        /** Both came when they had to. */
        GOOD
    }

    /**
     * What the leader's word is worth.
     *
     * @param toleranceMillis how far from the drawn instant both may come
     */
    public Word word(long toleranceMillis) {
        return word(toleranceMillis, toleranceMillis);
    }

    private Word word(long earlyMillis, long lateMillis) {
        Opened leaders = secrets.get(leader);
        if (call.isEmpty() || leaders == null) {
            return Word.INCOMPLETE;
        }
        long first = Math.min(calledAtMillis, leaders.atMillis()) - drawnStartMillis();
        long last = Math.max(calledAtMillis, leaders.atMillis()) - drawnStartMillis();
        return first >= -earlyMillis && last <= lateMillis ? Word.GOOD : Word.OFF;
    }

    /** T0 by the leader's secret, which is here. */
    private long drawnStartMillis() {
        return drawnStartMillis(Objects.requireNonNull(secrets.get(leader)).secret());
    }

    /** Takes a secret received at this Unix time; it authenticates itself by opening the commitment. It may come before the call. */
    public Taken takeSecret(Address validator, BeaconSecret secret, long nowMillis) {
        BeaconCommitment commitment = commitments.get(validator);
        if (commitment == null) {
            return rules.members().contains(validator) ? Taken.EARLY : Taken.REFUSED;
        }
        if (!secret.opens(Hashes.puzzle(hashOf(commitment)))) {
            return Taken.REFUSED;
        }
        return secrets.putIfAbsent(validator, new Opened(secret, nowMillis)) == null ? Taken.TAKEN : Taken.REPEATED;
    }

    private Bytes32 hashOf(BeaconCommitment commitment) {
        return switch (part) {
            case PRIMARY -> commitment.primaryHash();
            case RESERVE -> commitment.reserveHash();
        };
    }

    /**
     * The beacon if every called secret is here, no later than the tolerance after the drawn instant, and the leader's word is good and its only one.
     *
     * @param nowMillis when the last of them came
     */
    public Optional<Ready> ready(long nowMillis, long toleranceMillis) {
        if (contradiction.isPresent()
                || word(toleranceMillis) != Word.GOOD
                || nowMillis > drawnStartMillis() + toleranceMillis) {
            return Optional.empty();
        }
        List<Address> called = call.orElseThrow().call().signers();
        if (!secrets.keySet().containsAll(called)) {
            return Optional.empty();
        }
        Map<Address, BeaconSecret> opened = called.stream()
                .collect(Collectors.toMap(
                        named -> named,
                        named -> Objects.requireNonNull(secrets.get(named)).secret()));
        Hash32 output = BeaconOutput.ofSecrets(
                epoch,
                part,
                opened.entrySet().stream()
                        .collect(Collectors.toMap(entry -> Hashes.beacon(entry.getKey()), Map.Entry::getValue)));
        return Optional.of(new Ready(opened, output));
    }

    /**
     * Who did not do its part, ascending. The leader alone if it gave no good word, gave it in the second half of the tolerance, which is the others'
     * time, or contradicted itself: the others rightly waited. Afterwards everybody named whose secret is missing or came after the tolerance.
     */
    public List<Address> silent(long toleranceMillis) {
        if (contradiction.isPresent() || word(toleranceMillis, toleranceMillis / 2) != Word.GOOD) {
            return List.of(leader);
        }
        long latest = drawnStartMillis() + toleranceMillis;
        return call.orElseThrow().call().signers().stream()
                .filter(named -> {
                    Opened opened = secrets.get(named);
                    return opened == null || opened.atMillis() > latest;
                })
                .toList();
    }
}
