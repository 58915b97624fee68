package org.computingpower.challenge.application;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.beacon.OwnSecrets;
import org.computingpower.challenge.domain.beacon.SignedCommitment;
import org.computingpower.challenge.domain.rating.DeviceTrack;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterBuilder;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.challenge.domain.round.SlotVerdict;
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

/**
 * What a validator must not forget. Every method is one transaction and returns when it is durable; events are published if and only if it
 * commits. Called from threads that may block.
 */
public interface RoundStore {

    /**
     * Remembers that a statement about a subject is signed.
     *
     * @return whether nothing else was signed about that subject before
     */
    boolean signOnce(SignedSubject subject);

    /**
     * The subject of a signature.
     *
     * @param type name of the signed type
     * @param key what it is about
     * @param digest the digest that is signed
     */
    record SignedSubject(String type, String key, Bytes32 digest) {}

    /** This validator's secrets for an epoch. */
    Optional<OwnSecrets> secrets(long epoch);

    /** Keeps fresh secrets with the signed commitment and publishes it. */
    void saveSecrets(OwnSecrets secrets, Address validator, BeaconCommitment commitment, Signature signature);

    /** Keeps another validator's commitment; of one that signs several, two. */
    void saveCommitment(SignedCommitment commitment);

    /** The commitments for an epoch, two of a validator that contradicts itself. */
    List<SignedCommitment> commitments(long epoch);

    /** Keeps that a validator committed twice to an epoch, and publishes it unless that was known. */
    void contradicted(Address validator, long epoch, MarketEvent evidence);

    /** The newest finalized block known. */
    Optional<BlockRef> finalizedHead();

    /** Whether a block is known as finalized. */
    boolean isFinalized(BlockRef block);

    /** The seed of an epoch on which the threshold of validators agrees. */
    Optional<Hash32> seedOf(long epoch, int threshold);

    /** The newest round this validator opened. */
    Optional<StoredRound> lastRound();

    /** What was received in a round for slots after a given one, in their order, at most so many. */
    List<StoredAnswer> answersAfter(long epoch, Optional<RosterSlot.Key> last, int limit);

    /** Everything known for rosters of this and later epochs. */
    RosterBuilder.Facts rosterFacts(long epoch);

    /** What of it is about one node. */
    RosterBuilder.Facts rosterFacts(long epoch, NodeId nodeId);

    /** Keeps an opened round with its roster and publishes it. */
    void openRound(Opening opening, EpochRoster roster, ChallengeRoundEvent.RoundOpened event);

    /** An opened round. */
    record Opening(RoundOpen round, Address validator, Signature signature, long openedAtMillis) {}

    /** A round as it was kept. */
    record StoredRound(RoundOpen round, Signature signature, long openedAtMillis, boolean closed, EpochRoster roster) {}

    /** What was received for one slot. */
    record StoredAnswer(
            RosterSlot.Key key, SignedCommit commit, Optional<SignedReveal> reveal, List<StoredReceipt> receipts) {}

    /** A receipt; {@code reveal} says of which message. */
    record StoredReceipt(boolean reveal, Address validator, long receivedAtMillis) {}

    /** Keeps another validator's signed word for when its round of an epoch began; the first one stays. */
    void keepStart(long epoch, Address validator, CommitReceipt start, Signature signature);

    /** When the other validators say that their rounds of an epoch began, Unix milliseconds. */
    Map<Address, Long> starts(long epoch);

    /** Publishes a fact that nothing else has to be kept for. */
    void publish(MarketEvent event);

    /** Keeps that validators were silent in an epoch and publishes it. */
    void strike(Collection<Address> silent, long epoch, MarketEvent event);

    /** Who was silent in this epoch or later, and when last. */
    Map<Address, Long> strikesSince(long epoch);

    /** Keeps that a quorum waived an epoch, and publishes it unless that was known. Answers whether it was new. */
    boolean waive(long epoch, MarketEvent event);

    /** Lets go of what was received and judged before an epoch, a bounded number of rounds at a time; answers how many rows. */
    int forgetRoundsBefore(long epoch);

    /** What is known about devices. */
    Map<RosterSlot.Key, DeviceTrack> tracks(Collection<RosterSlot.Key> devices);

    /** The devices whose verdicts on an epoch are kept: verdicts are kept in parts, and who was interrupted goes on where it ended. */
    Set<RosterSlot.Key> judged(long epoch);

    /** Keeps some verdicts of a round with the devices' tracks, and publishes. None of them may be kept before. */
    void keepVerdicts(long epoch, List<JudgedSlot> part, List<MarketEvent> events);

    /** How many verdicts of each result are kept about an epoch. */
    Map<ProofResult, Integer> results(long epoch);

    /** Marks a round closed, with its results, and publishes it. Answers false if it was closed before. */
    boolean closeRound(long epoch, Map<ProofResult, Integer> results, MarketEvent event);

    /** A verdict with its signature and what the device's track is after it. */
    record JudgedSlot(SlotVerdict verdict, Address validator, Bytes32 digest, Signature signature, DeviceTrack track) {}
}
