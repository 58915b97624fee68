package org.computingpower.challenge.domain.round;

import org.computingpower.challenge.domain.Hashes;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Commit;

/**
 * A commit as the node signed it.
 *
 * @param commit the statement
 * @param signature the node's signature, already checked
 */
public record SignedCommit(Commit commit, Signature signature) {

    /** Its struct hash. */
    public Bytes32 hash() {
        return commit.structHash();
    }

    /** What it commits to. */
    public ShareCommitment shares() {
        return new ShareCommitment(commit.k(), Hashes.puzzle(commit.root()));
    }
}
