package org.computingpower.challenge.domain.round;

import java.util.Arrays;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Reveal;
import org.jspecify.annotations.Nullable;

/**
 * A reveal as the node signed it.
 *
 * @param reveal the statement
 * @param signature the node's signature, already checked
 * @param codedNonces the nonces in their coding; not copied, do not change them
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Compared by the hash in the statement; a copy per proof would double the hot path.
public record SignedReveal(Reveal reveal, Signature signature, byte[] codedNonces) {

    /** Its struct hash. */
    public Bytes32 hash() {
        return reveal.structHash();
    }

    /** Whether the nonces are those whose hash was signed. */
    public boolean holdsSignedNonces() {
        return Digests.sha256(codedNonces).equals(reveal.revealHash());
    }

    /** The same without the nonces, for where only the statement counts. */
    SignedReveal withoutNonces() {
        return new SignedReveal(reveal, signature, new byte[0]);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedReveal that
                && reveal.equals(that.reveal)
                && Arrays.equals(codedNonces, that.codedNonces);
    }

    @Override
    public int hashCode() {
        return reveal.hashCode();
    }

    @Override
    public String toString() {
        return "SignedReveal[challengeId=" + reveal.challengeId() + ", bytes=" + codedNonces.length + "]";
    }
}
