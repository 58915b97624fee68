package org.computingpower.power.proof;

import java.util.Optional;
import org.computingpower.power.Hash32;
import org.computingpower.power.ShareCheck;
import org.computingpower.power.proof.NonceCoding.CodingException;

/**
 * Checks the proof of one device for one round. A pure function of its arguments: no clock, no I/O, no floating point;
 * anyone can repeat it later. Safe for use by several threads.
 *
 * <p>The order of the checks is part of the protocol: whatever does not come from the node key is refused before
 * anything else is looked at.
 */
public final class ProofVerifier {

    private final ProofAssignment assignment;

    /** A verifier for one device and round. */
    public ProofVerifier(ProofAssignment assignment) {
        this.assignment = assignment;
    }

    /**
     * Whether a commit may be receipted.
     *
     * @param signer the node id of the key that signed it, or nothing if no signature is valid
     * @param challenge the challenge named in it
     * @param commitment k and root
     * @return the reason to refuse it, or nothing if it stands
     */
    public Optional<Refusal> refusalOfCommit(Optional<Hash32> signer, Hash32 challenge, ShareCommitment commitment) {
        Optional<Refusal> foreign = refusalOfSender(signer, challenge);
        if (foreign.isPresent()) {
            return foreign;
        }
        int maxShares = assignment.parameters().maxShares();
        return commitment.shares() > maxShares
                ? Optional.of(new Refusal.TooManyShares(maxShares, commitment.shares()))
                : Optional.empty();
    }

    /**
     * The verdict on a reveal.
     *
     * @param signer the node id of the key that signed the reveal, or nothing if no signature is valid
     * @param challenge the challenge named in the reveal
     * @param commitment k and root of the commit that stands
     * @param codedNonces the reveal's nonces in their coding
     */
    public ProofVerdict judge(
            Optional<Hash32> signer, Hash32 challenge, ShareCommitment commitment, byte[] codedNonces) {
        Optional<Refusal> refusal = refusalOfCommit(signer, challenge, commitment);
        if (refusal.isPresent()) {
            return new ProofVerdict.Refused(refusal.get());
        }
        try {
            return judgeNonces(commitment, NonceCoding.decode(codedNonces, commitment.shares()));
        } catch (CodingException e) {
            return new ProofVerdict.Refused(new Refusal.BadCoding(e.fault()));
        }
    }

    /**
     * The verdict on nonces that were transported in another form, for evidence bundles. Same rules, without sender
     * and coding.
     */
    public ProofVerdict judgeNonces(ShareCommitment commitment, long[] nonces) {
        int maxShares = assignment.parameters().maxShares();
        if (commitment.shares() > maxShares) {
            return new ProofVerdict.Refused(new Refusal.TooManyShares(maxShares, commitment.shares()));
        }
        if (nonces.length != commitment.shares()) {
            return new ProofVerdict.Refused(new Refusal.CountMismatch(commitment.shares(), nonces.length));
        }
        Hash32 rebuilt = ShareTree.root(nonces);
        if (!rebuilt.equals(commitment.root())) {
            return new ProofVerdict.Refused(new Refusal.RootMismatch(commitment.root(), rebuilt));
        }
        ShareCheck check = newCheck();
        for (int i = 0; i < nonces.length; i++) {
            Optional<VoidReason> fault = i == 0 ? Optional.empty() : orderFault(i, nonces[i - 1], nonces[i]);
            if (fault.isEmpty() && !check.isShare(nonces[i])) {
                fault = Optional.of(new VoidReason.NotAShare(i, nonces[i]));
            }
            if (fault.isPresent()) {
                return new ProofVerdict.Voided(fault.get());
            }
        }
        return nonces.length >= assignment.parameters().threshold()
                ? new ProofVerdict.Pass(nonces.length)
                : new ProofVerdict.Fail(nonces.length);
    }

    /**
     * The verdict on one committed leaf, as a contract or a third party sees it: VOID, or refused because the leaf is
     * not committed or holds nothing wrong. It never passes or fails a proof.
     */
    public ProofVerdict judgeLeaf(ShareCommitment commitment, ShareLeaf leaf) {
        return judgeLeaf(commitment, leaf, Optional.empty());
    }

    /** The verdict on two neighboring committed leaves, which also shows wrong order across their border. */
    public ProofVerdict judgeLeaves(ShareCommitment commitment, ShareLeaf first, ShareLeaf second) {
        if (!first.isUnder(commitment) || second.index() != first.index() + 1) {
            return new ProofVerdict.Refused(new Refusal.LeafNotCommitted(first.index()));
        }
        return judgeLeaf(commitment, second, Optional.of(first.nonces().getLast()));
    }

    private ProofVerdict judgeLeaf(ShareCommitment commitment, ShareLeaf leaf, Optional<Long> before) {
        if (!leaf.isUnder(commitment)) {
            return new ProofVerdict.Refused(new Refusal.LeafNotCommitted(leaf.index()));
        }
        ShareCheck check = newCheck();
        Optional<Long> previous = before;
        int index = leaf.index() * ShareTree.LEAF_NONCES;
        for (long nonce : leaf.nonces()) {
            int at = index++;
            Optional<VoidReason> fault = previous.flatMap(last -> orderFault(at, last, nonce));
            if (fault.isEmpty() && !check.isShare(nonce)) {
                fault = Optional.of(new VoidReason.NotAShare(at, nonce));
            }
            if (fault.isPresent()) {
                return new ProofVerdict.Voided(fault.get());
            }
            previous = Optional.of(nonce);
        }
        return new ProofVerdict.Refused(new Refusal.NothingWrong());
    }

    private Optional<Refusal> refusalOfSender(Optional<Hash32> signer, Hash32 challenge) {
        if (signer.isEmpty()) {
            return Optional.of(new Refusal.Unsigned());
        }
        if (!signer.get().equals(assignment.nodeId())) {
            return Optional.of(new Refusal.ForeignSigner(assignment.nodeId(), signer.get()));
        }
        if (!challenge.equals(assignment.challenge())) {
            return Optional.of(new Refusal.OtherChallenge(assignment.challenge(), challenge));
        }
        return Optional.empty();
    }

    private ShareCheck newCheck() {
        return assignment.kind().check(assignment.challenge(), assignment.target());
    }

    private static Optional<VoidReason> orderFault(int index, long previous, long nonce) {
        int order = Long.compareUnsigned(previous, nonce);
        if (order == 0) {
            return Optional.of(new VoidReason.Duplicate(index, nonce));
        }
        return order > 0 ? Optional.of(new VoidReason.Descending(index, nonce)) : Optional.empty();
    }
}
