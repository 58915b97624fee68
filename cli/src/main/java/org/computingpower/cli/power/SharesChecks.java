package org.computingpower.cli.power;

import java.util.List;
import java.util.Optional;
import org.computingpower.cli.evidence.NamedCheck;
import org.computingpower.cli.power.JudgedProof.SignedCommit;
import org.computingpower.cli.power.JudgedProof.SignedReveal;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.power.proof.ProofVerifier;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.power.proof.VoidReason;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.SignedType;

/** What the node signed and whether it holds: keys, commit, reveal, root and every share. */
final class SharesChecks {
    private final MarketFile market;
    private final ProofAssignment assignment;
    private final PowerVerdict verdict;
    private final Optional<SignedCommit> commit;
    private final Optional<SignedReveal> reveal;
    private final Optional<ProofVerdict> judged;

    SharesChecks(MarketFile market, JudgedProof proof, ProofAssignment assignment, Optional<SignedCommit> commit) {
        this.market = market;
        this.assignment = assignment;
        this.verdict = proof.verdict();
        this.commit = commit;
        this.reveal = proof.reveal();
        this.judged = commit.flatMap(signed -> reveal.map(shown -> judge(signed.commit(), shown)));
    }

    /** What the shares are worth; empty without a commit or a reveal. */
    Optional<ProofVerdict> verdict() {
        return judged;
    }

    List<NamedCheck> checks() {
        return List.of(nodeKey(), commit(), reveal(), root(), shares());
    }

    private ProofVerdict judge(Commit signed, SignedReveal shown) {
        return new ProofVerifier(assignment)
                .judge(
                        signer(shown.reveal(), shown.signature()).map(Puzzle::hash),
                        Puzzle.hash(shown.reveal().challengeId()),
                        new ShareCommitment(signed.k(), Puzzle.hash(signed.root())),
                        shown.codedNonces());
    }

    private NamedCheck nodeKey() {
        if (commit.isEmpty()) {
            return NamedCheck.notChecked("node-key", "the node signed nothing that this validator holds");
        }
        Optional<NodeId> signer = signer(commit.get().commit(), commit.get().signature());
        return NamedCheck.of(
                "node-key",
                signer.filter(verdict.nodeId()::equals).isPresent(),
                "the key that signed the commit has the id "
                        + signer.map(NodeId::toString).orElse("of no node"));
    }

    private NamedCheck commit() {
        boolean named = !verdict.commitHash().equals(Bytes32.ZERO);
        if (commit.isEmpty()) {
            return named
                    ? NamedCheck.of("commit", false, "the verdict names a commit that is not shown")
                    : NamedCheck.notChecked("commit", "none came to this validator");
        }
        Commit signed = commit.get().commit();
        boolean isOfThis = signed.epoch() == verdict.epoch()
                && signed.nodeId().equals(verdict.nodeId())
                && signed.orderId().equals(verdict.orderId())
                && signed.device() == verdict.device()
                && signed.challengeId().equals(verdict.challengeId())
                && signed.k() >= 0
                && signed.k() <= assignment.parameters().maxShares();
        return NamedCheck.of(
                "commit",
                isOfThis && (!named || signed.structHash().equals(verdict.commitHash())),
                "it claims " + signed.k() + " shares for this challenge"
                        + (named ? ", and the verdict names it" : ", and the verdict counts none"));
    }

    private NamedCheck reveal() {
        boolean named = !verdict.revealHash().equals(Bytes32.ZERO);
        if (reveal.isEmpty()) {
            return named
                    ? NamedCheck.of("reveal", false, "the verdict names a reveal that is not shown")
                    : NamedCheck.notChecked("reveal", "none came to this validator");
        }
        SignedReveal shown = reveal.get();
        Bytes32 hash = Digests.sha256(shown.codedNonces());
        return NamedCheck.of(
                "reveal",
                signer(shown.reveal(), shown.signature())
                                .filter(verdict.nodeId()::equals)
                                .isPresent()
                        && shown.reveal().challengeId().equals(verdict.challengeId())
                        && shown.reveal().revealHash().equals(hash)
                        && (!named || hash.equals(verdict.revealHash())),
                "the nonces have the hash " + hash + " that the node signed" + (named ? " and the verdict names" : ""));
    }

    private NamedCheck root() {
        if (judged.isEmpty()) {
            return NamedCheck.notChecked("share-root", "there are no nonces to a commit");
        }
        return judged.get() instanceof ProofVerdict.Refused(var reason)
                ? NamedCheck.of("share-root", false, "the nonces do not rebuild the commit: " + reason)
                : NamedCheck.of("share-root", true, "the nonces rebuild count and Merkle root of the commit");
    }

    private NamedCheck shares() {
        if (judged.isEmpty()) {
            return NamedCheck.notChecked("shares", "there are no nonces to a commit");
        }
        return switch (judged.get()) {
            case ProofVerdict.Pass(int shares) -> NamedCheck.of("shares", true, valid(shares));
            case ProofVerdict.Fail(int shares) -> NamedCheck.of("shares", true, valid(shares));
            case ProofVerdict.Voided(VoidReason reason) ->
                NamedCheck.of(
                        "shares",
                        verdict.result() == ProofResult.VOID,
                        "nonce " + Long.toUnsignedString(reason.nonce()) + " at position " + reason.index() + " is "
                                + fault(reason));
            case ProofVerdict.Refused ignored ->
                NamedCheck.notChecked("shares", "nonces that do not rebuild the commit are not looked at");
        };
    }

    private static String valid(int shares) {
        return "all " + shares + " ascend and lie below the target";
    }

    private static String fault(VoidReason reason) {
        return switch (reason) {
            case VoidReason.NotAShare ignored -> "no share";
            case VoidReason.Duplicate ignored -> "there twice";
            case VoidReason.Descending ignored -> "out of order";
        };
    }

    private Optional<NodeId> signer(SignedType statement, Signature signature) {
        return Secp256k1.recover(statement.digest(market.domains()), signature).map(VerifyingKey::nodeId);
    }
}
