package org.computingpower.challenge.application;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.beacon.OwnSecrets;
import org.computingpower.challenge.domain.beacon.SignedCommitment;
import org.computingpower.challenge.domain.rating.DeviceTrack;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterBuilder;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.events.MarketEvent;
import org.computingpower.power.Hash32;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.RoundOpen;

/** A store in memory, for validators in virtual time. */
final class MemoryStore implements RoundStore {

    final Map<String, Bytes32> signed = new HashMap<>();
    final Map<Long, OwnSecrets> secrets = new HashMap<>();
    final Map<Long, List<SignedCommitment>> commitments = new HashMap<>();
    final Set<String> contradicted = new HashSet<>();
    final Map<RosterSlot.Key, DeviceTrack> tracks = new HashMap<>();
    final List<MarketEvent> events = new ArrayList<>();
    final Map<Address, Long> strikes = new HashMap<>();
    final Set<Long> waived = new HashSet<>();
    final Map<Long, Opening> openings = new HashMap<>();
    final Map<Long, Map<Address, Long>> starts = new HashMap<>();
    final Map<Long, EpochRoster> rosters = new HashMap<>();
    final Map<Long, List<JudgedSlot>> verdicts = new HashMap<>();
    final Map<Long, Map<ProofResult, Integer>> closed = new HashMap<>();
    /** After so many parts of verdicts one fails; never if negative. */
    int partsUntilFailure = -1;

    Optional<BlockRef> head = Optional.of(new BlockRef(7, Bytes32.ZERO));
    RosterBuilder.Facts facts = new RosterBuilder.Facts(List.of(), List.of(), List.of());

    @Override
    public synchronized boolean signOnce(SignedSubject subject) {
        Bytes32 earlier = signed.putIfAbsent(subject.type() + " " + subject.key(), subject.digest());
        return earlier == null || earlier.equals(subject.digest());
    }

    @Override
    public Optional<OwnSecrets> secrets(long epoch) {
        return Optional.ofNullable(secrets.get(epoch));
    }

    @Override
    public void saveSecrets(OwnSecrets fresh, Address validator, BeaconCommitment commitment, Signature signature) {
        secrets.put(fresh.epoch(), fresh);
        saveCommitment(new SignedCommitment(validator, commitment, signature));
    }

    @Override
    public void saveCommitment(SignedCommitment signed) {
        List<SignedCommitment> known =
                commitments.computeIfAbsent(signed.commitment().epoch(), epoch -> new ArrayList<>());
        List<BeaconCommitment> ofAuthor = known.stream()
                .filter(one -> one.validator().equals(signed.validator()))
                .map(SignedCommitment::commitment)
                .toList();
        if (ofAuthor.size() < 2 && !ofAuthor.contains(signed.commitment())) {
            known.add(signed);
        }
    }

    @Override
    public List<SignedCommitment> commitments(long epoch) {
        return List.copyOf(commitments.getOrDefault(epoch, List.of()));
    }

    @Override
    public void contradicted(Address validator, long epoch, MarketEvent evidence) {
        if (contradicted.add(epoch + " " + validator)) {
            events.add(evidence);
        }
    }

    @Override
    public Optional<BlockRef> finalizedHead() {
        return head;
    }

    @Override
    public boolean isFinalized(BlockRef block) {
        return head.filter(block::equals).isPresent();
    }

    @Override
    public Optional<Hash32> seedOf(long epoch, int threshold) {
        return Optional.ofNullable(openings.get(epoch))
                .map(opening -> Hashes.puzzle(opening.round().epochSeed()));
    }

    @Override
    public Optional<StoredRound> lastRound() {
        return openings.keySet().stream().max(Long::compare).map(epoch -> {
            Opening opening = java.util.Objects.requireNonNull(openings.get(epoch));
            RoundOpen round = opening.round();
            EpochRoster roster = java.util.Objects.requireNonNull(rosters.get(epoch));
            return new StoredRound(
                    round, opening.signature(), opening.openedAtMillis(), closed.containsKey(epoch), roster);
        });
    }

    @Override
    public RosterBuilder.Facts rosterFacts(long epoch) {
        return facts;
    }

    @Override
    public void openRound(Opening opening, EpochRoster roster, ChallengeRoundEvent.RoundOpened event) {
        openings.put(opening.round().epoch(), opening);
        rosters.put(opening.round().epoch(), roster);
        events.add(event);
    }

    @Override
    public void keepStart(long epoch, Address validator, CommitReceipt start, Signature signature) {
        starts.computeIfAbsent(epoch, first -> new HashMap<>()).putIfAbsent(validator, start.receivedAtMillis());
    }

    @Override
    public Map<Address, Long> starts(long epoch) {
        return starts.getOrDefault(epoch, Map.of());
    }

    @Override
    public void publish(MarketEvent event) {
        events.add(event);
    }

    @Override
    public void strike(Collection<Address> silent, long epoch, MarketEvent event) {
        silent.forEach(validator -> strikes.put(validator, epoch));
        events.add(event);
    }

    @Override
    public Map<Address, Long> strikesSince(long epoch) {
        Map<Address, Long> recent = new HashMap<>(strikes);
        recent.values().removeIf(struck -> struck < epoch);
        return recent;
    }

    @Override
    public boolean waive(long epoch, MarketEvent event) {
        return waived.add(epoch) && events.add(event);
    }

    @Override
    public int forgetRoundsBefore(long epoch) {
        int before = openings.size();
        openings.keySet().removeIf(opened -> opened < epoch);
        return before - openings.size();
    }

    @Override
    public synchronized Map<RosterSlot.Key, DeviceTrack> tracks(Collection<RosterSlot.Key> devices) {
        return Map.copyOf(tracks);
    }

    @Override
    public List<StoredAnswer> answersAfter(long epoch, Optional<RosterSlot.Key> last, int limit) {
        return List.of();
    }

    @Override
    public RosterBuilder.Facts rosterFacts(long epoch, NodeId nodeId) {
        return facts;
    }

    @Override
    public Set<RosterSlot.Key> judged(long epoch) {
        return verdicts.getOrDefault(epoch, List.of()).stream()
                .map(judged -> judged.verdict().slot().key())
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized void keepVerdicts(long epoch, List<JudgedSlot> part, List<MarketEvent> published) {
        if (partsUntilFailure-- == 0) {
            throw new IllegalStateException("The database is away");
        }
        verdicts.computeIfAbsent(epoch, first -> new ArrayList<>()).addAll(part);
        part.forEach(slot -> tracks.put(slot.verdict().slot().key(), slot.track()));
        events.addAll(published);
    }

    @Override
    public Map<ProofResult, Integer> results(long epoch) {
        return verdicts.getOrDefault(epoch, List.of()).stream()
                .collect(Collectors.toMap(judged -> judged.verdict().verdict().result(), judged -> 1, Integer::sum));
    }

    @Override
    public boolean closeRound(long epoch, Map<ProofResult, Integer> results, MarketEvent event) {
        return closed.putIfAbsent(epoch, results) == null && events.add(event);
    }
}
