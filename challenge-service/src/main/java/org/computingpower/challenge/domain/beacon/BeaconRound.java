package org.computingpower.challenge.domain.beacon;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconOutput;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.power.round.LeaderRanking;
import org.computingpower.terms.Address;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.RoundCall;

/**
 * The primary part of one epoch's commit-reveal beacon as one validator sees it. T0 and seed have different owners: the leader's secret alone
 * fixes T0, all called secrets together the seed. Not thread-safe.
 */
public final class BeaconRound {

    private final long epoch;
    private final MarketRules rules;
    private final List<Address> ranking;
    private final Map<Address, BeaconCommitment> commitments = new HashMap<>();
    private final Map<Address, BeaconSecret> secrets = new HashMap<>();
    private Optional<RoundCall> call = Optional.empty();

    /**
     * @param seedTwoEpochsBefore the seed of epoch - 2, or zero if there was no round
     */
    public BeaconRound(long epoch, MarketRules rules, Hash32 seedTwoEpochsBefore) {
        this.epoch = epoch;
        this.rules = rules;
        this.ranking = LeaderRanking.of(
                        seedTwoEpochsBefore,
                        epoch,
                        rules.members().stream().map(Hashes::beacon).collect(Collectors.toSet()))
                .stream()
                .map(Hashes::terms)
                .toList();
    }

    /** Everything the seed is made of. */
    public record Ready(Map<Address, BeaconSecret> secrets, Hash32 output) {
        /** Copies the map in the order of addresses. */
        public Ready {
            secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
        }
    }

    /** What became of a message. */
    public enum Taken {
        /** New and counted. */
        TAKEN,
        /** Known already. */
        REPEATED,
        /** Contradicts what its author said before: evidence. */
        CONTRADICTS,
        /** It builds on a commitment that is not known yet. */
        EARLY,
        /** Not by who may say it, or it opens no commitment. */
        REFUSED
    }

    /** The epoch. */
    public long epoch() {
        return epoch;
    }

    /** Who draws T0. */
    public Address leader() {
        return ranking.getFirst();
    }

    /** The leader's commitment, which names the block. */
    public Optional<BeaconCommitment> leadersCommitment() {
        return Optional.ofNullable(commitments.get(leader()));
    }

    /** T0 if this secret is the leader's, in Unix milliseconds. */
    public long drawnStartMillis(BeaconSecret leadersSecret) {
        return rules.startMillis(epoch)
                + leadersSecret.roundStartMillis(
                        epoch, RoundPart.PRIMARY, rules.drawFromMillis(), rules.drawToMillis());
    }

    /** Takes a commitment whose signature was checked. */
    public Taken takeCommitment(Address validator, BeaconCommitment commitment) {
        if (commitment.epoch() != epoch
                || commitment.setVersion() != rules.setVersion()
                || !rules.members().contains(validator)) {
            return Taken.REFUSED;
        }
        BeaconCommitment earlier = commitments.putIfAbsent(validator, commitment);
        if (earlier == null) {
            return Taken.TAKEN;
        }
        return earlier.equals(commitment) ? Taken.REPEATED : Taken.CONTRADICTS;
    }

    /** The call that the leader makes: itself and the next in rank that committed. Empty if too few did. */
    public Optional<RoundCall> draftCall() {
        List<Address> called = new ArrayList<>(ranking.stream()
                .filter(commitments::containsKey)
                .limit(rules.threshold())
                .toList());
        if (called.size() < rules.threshold() || !called.getFirst().equals(leader())) {
            return Optional.empty();
        }
        Collections.sort(called);
        return Optional.of(new RoundCall(rules.setVersion(), epoch, RoundPart.PRIMARY.wire(), called));
    }

    /** Takes the leader's call. */
    public Taken takeCall(Address signer, RoundCall made) {
        boolean wellFormed = made.epoch() == epoch
                && made.setVersion() == rules.setVersion()
                && made.part() == RoundPart.PRIMARY.wire()
                && signer.equals(leader())
                && made.signers().size() == rules.threshold()
                && made.signers()
                        .equals(made.signers().stream().distinct().sorted().toList())
                && made.signers().contains(leader())
                && rules.members().containsAll(made.signers());
        if (!wellFormed) {
            return Taken.REFUSED;
        }
        if (!commitments.keySet().containsAll(made.signers())) {
            return Taken.EARLY;
        }
        if (call.isEmpty()) {
            call = Optional.of(made);
            return Taken.TAKEN;
        }
        return call.get().equals(made) ? Taken.REPEATED : Taken.CONTRADICTS;
    }

    /** The call, once it is made. */
    public Optional<RoundCall> call() {
        return call;
    }

    /** Whether the call names a validator. */
    public boolean isCalled(Address validator) {
        return call.filter(made -> made.signers().contains(validator)).isPresent();
    }

    /** Takes a secret; it authenticates itself by opening the commitment. It may come before the call. */
    public Taken takeSecret(Address validator, BeaconSecret secret) {
        BeaconCommitment commitment = commitments.get(validator);
        if (commitment == null) {
            return rules.members().contains(validator) ? Taken.EARLY : Taken.REFUSED;
        }
        if (!secret.opens(Hashes.puzzle(commitment.primaryHash()))) {
            return Taken.REFUSED;
        }
        return secrets.putIfAbsent(validator, secret) == null ? Taken.TAKEN : Taken.REPEATED;
    }

    /** The beacon, once every called secret is here. */
    public Optional<Ready> ready() {
        if (call.isEmpty() || !secrets.keySet().containsAll(call.get().signers())) {
            return Optional.empty();
        }
        Map<Address, BeaconSecret> opened =
                call.get().signers().stream().collect(Collectors.toMap(a -> a, secrets::get));
        Hash32 output = BeaconOutput.ofSecrets(
                epoch,
                RoundPart.PRIMARY,
                opened.entrySet().stream()
                        .collect(Collectors.toMap(entry -> Hashes.beacon(entry.getKey()), Map.Entry::getValue)));
        return Optional.of(new Ready(opened, output));
    }
}
