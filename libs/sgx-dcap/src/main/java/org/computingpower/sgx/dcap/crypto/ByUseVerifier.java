package org.computingpower.sgx.dcap.crypto;

import java.math.BigInteger;
import org.computingpower.sgx.dcap.crypto.P256Implementation.Verifier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the uses of a key and changes to BouncyCastle, which then makes a table for it. Threads may count a use
 * twice or not at all: that moves the change and no answer.
 */
final class ByUseVerifier implements Verifier {
    /** As many signatures as BouncyCastle's table costs, about. */
    static final int FIRST_USES = 4;

    private final Verifier first;
    private final BigInteger x;
    private final BigInteger y;
    private int uses;
    private @Nullable Verifier later;

    /** {@code first} verifies with the key (x, y), which is a point of the curve. */
    ByUseVerifier(Verifier first, BigInteger x, BigInteger y) {
        this.first = first;
        this.x = x;
        this.y = y;
    }

    @Override
    public boolean verifies(byte[] hash, BigInteger r, BigInteger s) {
        if (uses < FIRST_USES) {
            uses++;
            return first.verifies(hash, r, s);
        }
        Verifier verifier = later;
        if (verifier == null) {
            verifier = P256Implementation.BOUNCY_CASTLE.verifierOf(x, y).orElseThrow();
            later = verifier; // immutable, so that every thread sees a whole one
        }
        return verifier.verifies(hash, r, s);
    }
}
