package org.computingpower.cli.power;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computingpower.cli.evidence.NamedCheck;
import org.computingpower.cli.evidence.NamedChecks;
import org.computingpower.cli.power.JudgedProof.SignedCommit;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.PuzzleKinds;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.PowerVerdict;

/**
 * Repeats a validator's verdict, believing neither validator nor platform: rules and validator set come from the market
 * file, the challenge and its target are derived here, every share is hashed here, and every signature is checked.
 */
public final class ProofVerification {
    /** What no verdict proves. */
    private static final List<String> NOT_PROVEN = List.of(
            "the rating behind the parameters: it is what a quorum of validators signed (cpctl node status)",
            "that other validators say the same: a verdict is a fact when a quorum signed it; ask each with --validator",
            "that beacon secrets are those committed to an epoch ahead: commitments are in challenge.rounds.v1",
            "that this validator shows all it received: whoever is MISSING here may have been receipted elsewhere",
            "that the node's own device found the shares: the holder of its key obtained them");

    private final MarketFile market;

    public ProofVerification(MarketFile market) {
        this.market = market;
    }

    /** Whose verdict is wanted. */
    public record Subject(NodeId nodeId, long epoch, int device) {}

    /** Checks everything about one verdict. */
    public VerifiedProof verify(JudgedProof proof, Subject subject) {
        List<NamedCheck> checks = new ArrayList<>();
        PowerVerdict verdict = proof.verdict();
        checks.add(NamedCheck.of(
                "verdict-signature",
                market.validators().stream().anyMatch(member -> member.address().equals(proof.validator()))
                        && verdict.setVersion() == market.setVersion()
                        && verdict.isSignedBy(proof.validator(), proof.signature(), market.domains()),
                "signed by validator " + proof.validator() + " of the market file's set"));
        checks.add(NamedCheck.of(
                "verdict-subject",
                verdict.nodeId().equals(subject.nodeId())
                        && verdict.epoch() == subject.epoch()
                        && verdict.device() == subject.device(),
                "about node " + verdict.nodeId() + ", epoch " + verdict.epoch() + ", device " + verdict.device()));
        RoundChecks round = new RoundChecks(market, proof);
        checks.addAll(round.checks());
        round.parameters()
                .filter(parameters -> PuzzleKinds.byId(parameters.kind()).isPresent())
                .ifPresentOrElse(
                        parameters -> answers(proof, parameters, checks),
                        () -> checks.add(
                                NamedCheck.of("challenge", false, "the parameters name no puzzle known here")));
        return new VerifiedProof(proof, new NamedChecks(checks), NOT_PROVEN);
    }

    private void answers(JudgedProof proof, ProofParameters parameters, List<NamedCheck> checks) {
        PowerVerdict verdict = proof.verdict();
        ProofAssignment assignment = ProofAssignment.of(
                parameters,
                Puzzle.hash(proof.opening().round().epochSeed()),
                Puzzle.hash(verdict.nodeId()),
                Puzzle.hash(verdict.orderId()),
                verdict.device());
        checks.add(NamedCheck.of(
                "challenge",
                Puzzle.bytes(assignment.challenge()).equals(verdict.challengeId())
                        && proof.challengeId().equals(verdict.challengeId()),
                "derived here from seed, node, order, device and parameters: " + assignment.challenge()));
        checks.add(NamedCheck.of(
                "target",
                Puzzle.bytes(assignment.target().toHash()).equals(proof.target()),
                "computed here from " + parameters.mu() + " shares of " + parameters.effectiveRate() + " H/s in "
                        + parameters.windowMillis() + " ms: " + assignment.target()));
        SharesChecks shares = new SharesChecks(market, proof, assignment, judgedCommit(proof));
        checks.addAll(shares.checks());
        ReceiptChecks receipts = new ReceiptChecks(market, proof, parameters, judgedCommit(proof));
        checks.addAll(receipts.checks());
        checks.add(new ResultCheck(proof, shares.verdict(), receipts).check());
    }

    /** The commit that the verdict is about; without a proof the one that this validator receipted. */
    private static Optional<SignedCommit> judgedCommit(JudgedProof proof) {
        return proof.commits().stream()
                .filter(commit ->
                        commit.commit().structHash().equals(proof.verdict().commitHash()))
                .findFirst()
                .or(() -> proof.commits().stream().findFirst());
    }
}
