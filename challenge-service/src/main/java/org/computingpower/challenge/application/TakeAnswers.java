package org.computingpower.challenge.application;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.Optional;
import org.computingpower.challenge.application.AnswerResult.Overloaded;
import org.computingpower.challenge.application.AnswerResult.Receipted;
import org.computingpower.challenge.application.AnswerResult.Refused;
import org.computingpower.challenge.application.AnswerResult.Taken;
import org.computingpower.challenge.application.WaitingAnswers.Kind;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.AnswerRefusal;
import org.computingpower.challenge.domain.round.CommitResult;
import org.computingpower.challenge.domain.round.RevealCheck;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.events.ChallengeVerdictEvent;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.signed.SignedType;
import org.jboss.logging.Logger;

/**
 * Takes commits and reveals from nodes, and those that other validators forward. The time of receipt is taken before anything else; signatures
 * and proofs are checked on a bounded pool, never on an event loop; an answer is given only when the entry is durable. The signature is looked
 * at first, so that nobody can spend a node's attempts or learn anything in its name.
 */
public final class TakeAnswers {

    private static final Logger LOG = Logger.getLogger(TakeAnswers.class);
    /** About what a signed statement takes on the heap, with the request that carries it. */
    private static final int COMMIT_BYTES = 8_192;
    /** The nonces themselves, the request they came in, which is let go of with its answer, and the bytes on their way to the database. */
    private static final int REVEAL_COPIES = 4;

    private final RoundConductor conductor;
    private final SigningDesk desk;
    private final ProofLog proofs;
    private final Peers peers;
    private final Receipts receipts;
    private final WaitingAnswers waiting;
    private final InstantSource clock;

    /** For one validator. */
    public TakeAnswers(
            MarketRules rules,
            RoundConductor conductor,
            SigningDesk desk,
            ProofLog proofs,
            Peers peers,
            WaitingAnswers waiting,
            InstantSource clock) {
        this.conductor = conductor;
        this.desk = desk;
        this.proofs = proofs;
        this.peers = peers;
        this.receipts = new Receipts(rules, desk);
        this.waiting = waiting;
        this.clock = clock;
    }

    /**
     * A commit from a node.
     *
     * @param nodeSignature empty if there is none, or none of the right form
     */
    public Uni<AnswerResult> commit(org.computingpower.terms.signed.Commit commit, Optional<Signature> nodeSignature) {
        long now = clock.millis();
        return waiting.submit(
                Kind.COMMIT,
                commit.epoch(),
                now,
                COMMIT_BYTES,
                () -> {
                    Optional<NodeId> signer = signer(commit, nodeSignature).filter(commit.nodeId()::equals);
                    if (signer.isEmpty() || nodeSignature.isEmpty()) {
                        return refused(new AnswerRefusal.NotSignedByNode());
                    }
                    SignedCommit signed = new SignedCommit(commit, nodeSignature.get());
                    return conductor
                            .inRound(commit.epoch(), round -> round.takeCommit(signed, signer, now))
                            .map(result -> afterCommit(result))
                            .orElseGet(() -> refused(new AnswerRefusal.NotOpen(commit.epoch())));
                },
                new Overloaded());
    }

    private Uni<AnswerResult> afterCommit(CommitResult result) {
        return switch (result) {
            case CommitResult.Refused(AnswerRefusal reason) -> refused(reason);
            case CommitResult.Equivocates(SignedCommit first, SignedCommit second) -> {
                LOG.warnf(
                        "Two commits for one challenge: nodeId=%s epoch=%d",
                        first.commit().nodeId(), first.commit().epoch());
                yield proofs.equivocation(
                                first.commit().epoch(),
                                key(first),
                                first,
                                second,
                                new ChallengeVerdictEvent.CommitContradicted(
                                        desk.address(),
                                        first.commit(),
                                        first.signature(),
                                        second.commit(),
                                        second.signature()))
                        .replaceWith(new Refused(new AnswerRefusal.Contradicts()));
            }
            case CommitResult.Stands(SignedCommit commit, boolean isNew, long at) -> {
                long epoch = commit.commit().epoch();
                Receipted receipt = receipts.of(commit.hash(), at);
                if (isNew && peers.anybody()) {
                    peers.broadcast(receipts.message(commit, receipt), conductor.closesAtMillis(epoch));
                }
                yield proofs.commit(epoch, key(commit), commit, desk.address(), at)
                        .replaceWith(receipt);
            }
        };
    }

    /** A reveal from a node. */
    public Uni<AnswerResult> reveal(
            long epoch,
            RosterSlot.Key key,
            org.computingpower.terms.signed.Reveal reveal,
            byte[] codedNonces,
            Optional<Signature> nodeSignature) {
        long now = clock.millis();
        return waiting.submit(
                Kind.REVEAL,
                epoch,
                now,
                size(codedNonces),
                () -> {
                    Optional<NodeId> signer = signer(reveal, nodeSignature).filter(key.nodeId()::equals);
                    if (signer.isEmpty() || nodeSignature.isEmpty()) {
                        return refused(new AnswerRefusal.NotSignedByNode());
                    }
                    SignedReveal signed = new SignedReveal(reveal, nodeSignature.get(), codedNonces);
                    return conductor
                            .inRound(epoch, round -> round.checkReveal(key, signed, signer, now))
                            .map(check -> afterCheck(epoch, key, signed, check))
                            .orElseGet(() -> refused(new AnswerRefusal.NotOpen(epoch)));
                },
                new Overloaded());
    }

    private Uni<AnswerResult> afterCheck(long epoch, RosterSlot.Key key, SignedReveal signed, RevealCheck check) {
        return switch (check) {
            case RevealCheck.Refused(AnswerRefusal reason) -> refused(reason);
            case RevealCheck.Repeated(long at) -> keep(epoch, key, signed, at);
            case RevealCheck.ToJudge task -> {
                RevealCheck.Judged judged = task.judge();
                Optional<Optional<AnswerRefusal>> recorded =
                        conductor.inRound(epoch, round -> round.recordReveal(task, judged));
                if (recorded.isEmpty()) {
                    yield refused(new AnswerRefusal.NotOpen(epoch));
                }
                if (recorded.get().isPresent()) {
                    yield refused(recorded.get().get());
                }
                if (peers.anybody()) {
                    peers.broadcast(
                            receipts.message(epoch, key, signed, task.receivedAtMillis()),
                            conductor.closesAtMillis(epoch));
                }
                yield keep(epoch, key, signed, task.receivedAtMillis());
            }
        };
    }

    private Uni<AnswerResult> keep(long epoch, RosterSlot.Key key, SignedReveal signed, long at) {
        return proofs.reveal(epoch, key, signed, desk.address(), at).replaceWith(new Taken(at));
    }

    /** A commit and a receipt that another validator forwards. */
    public Uni<PeerAnswer> forwardedCommit(PeerMessage.CommitReceived message) {
        long now = clock.millis();
        return waiting.submit(
                Kind.COMMIT,
                message.commit().epoch(),
                now,
                COMMIT_BYTES,
                () -> {
                    SignedCommit signed = new SignedCommit(message.commit(), message.nodeSignature());
                    if (!receipts.isBy(message.validator(), message.receipt(), message.signature(), signed.hash())) {
                        return answer(PeerAnswer.REFUSED);
                    }
                    Optional<NodeId> signer = signer(message.commit(), Optional.of(message.nodeSignature()));
                    long epoch = message.commit().epoch();
                    long receivedAt = message.receipt().receivedAtMillis();
                    Optional<CommitResult> result = conductor.inRound(epoch, round -> {
                        CommitResult taken = round.takeForwardedCommit(signed, signer, now);
                        round.takeCommitReceipt(key(signed), signed.hash(), message.validator(), receivedAt);
                        return taken;
                    });
                    if (result.isEmpty()) {
                        return answer(withoutRound(epoch));
                    }
                    return switch (result.get()) {
                        case CommitResult.Refused ignored -> answer(PeerAnswer.REFUSED);
                        case CommitResult.Equivocates equivocates ->
                            afterCommit(equivocates).replaceWith(PeerAnswer.TAKEN);
                        case CommitResult.Stands stands ->
                            afterCommit(stands)
                                    .chain(() -> proofs.receipt(
                                            epoch,
                                            key(signed),
                                            false,
                                            message.validator(),
                                            receivedAt,
                                            message.signature()))
                                    .replaceWith(PeerAnswer.TAKEN);
                    };
                },
                PeerAnswer.EARLY);
    }

    /** A reveal and a receipt that another validator forwards. */
    public Uni<PeerAnswer> forwardedReveal(PeerMessage.RevealReceived message, byte[] codedNonces) {
        long now = clock.millis();
        return waiting.submit(
                Kind.REVEAL,
                message.epoch(),
                now,
                size(codedNonces),
                () -> {
                    SignedReveal signed = new SignedReveal(message.reveal(), message.nodeSignature(), codedNonces);
                    RosterSlot.Key key = new RosterSlot.Key(message.nodeId(), message.device());
                    if (!receipts.isBy(message.validator(), message.receipt(), message.signature(), signed.hash())) {
                        return answer(PeerAnswer.REFUSED);
                    }
                    Optional<NodeId> signer = signer(message.reveal(), Optional.of(message.nodeSignature()));
                    Optional<RevealCheck> check = conductor.inRound(
                            message.epoch(), round -> round.checkForwardedReveal(key, signed, signer, now));
                    if (check.isEmpty()) {
                        return answer(withoutRound(message.epoch()));
                    }
                    if (check.get() instanceof RevealCheck.Refused(AnswerRefusal reason)) {
                        // Its commit may be under way.
                        boolean early = reason instanceof AnswerRefusal.NothingCommitted;
                        return answer(early ? PeerAnswer.EARLY : PeerAnswer.REFUSED);
                    }
                    return afterCheck(message.epoch(), key, signed, check.get()).chain(result -> switch (result) {
                        case Refused ignored -> answer(PeerAnswer.REFUSED);
                        case Overloaded ignored -> answer(PeerAnswer.EARLY);
                        case Receipted ignored -> keepForeignReceipt(message, key, signed.hash());
                        case Taken ignored -> keepForeignReceipt(message, key, signed.hash());
                    });
                },
                PeerAnswer.EARLY);
    }

    private Uni<PeerAnswer> keepForeignReceipt(PeerMessage.RevealReceived message, RosterSlot.Key key, Bytes32 hash) {
        long receivedAt = message.receipt().receivedAtMillis();
        var _ = conductor.inRound(message.epoch(), round -> {
            round.takeRevealReceipt(key, hash, message.validator(), receivedAt);
            return true;
        });
        return proofs.receipt(message.epoch(), key, true, message.validator(), receivedAt, message.signature())
                .replaceWith(PeerAnswer.TAKEN);
    }

    private PeerAnswer withoutRound(long epoch) {
        return conductor.mayStillOpen(epoch) ? PeerAnswer.EARLY : PeerAnswer.REFUSED;
    }

    private static Uni<PeerAnswer> answer(PeerAnswer answer) {
        return Uni.createFrom().item(answer);
    }

    private Optional<NodeId> signer(SignedType statement, Optional<Signature> signature) {
        return signature
                .flatMap(given -> Secp256k1.recover(statement.digest(desk.domains()), given))
                .map(VerifyingKey::nodeId);
    }

    private static RosterSlot.Key key(SignedCommit commit) {
        return new RosterSlot.Key(commit.commit().nodeId(), commit.commit().device());
    }

    private static Uni<AnswerResult> refused(AnswerRefusal reason) {
        return Uni.createFrom().item(new Refused(reason));
    }

    private static int size(byte[] codedNonces) {
        return COMMIT_BYTES + REVEAL_COPIES * codedNonces.length;
    }
}
