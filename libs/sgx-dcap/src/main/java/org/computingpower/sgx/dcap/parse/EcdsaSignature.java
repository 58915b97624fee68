package org.computingpower.sgx.dcap.parse;

import java.math.BigInteger;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.crypto.P256PublicKey;

/**
 * The two integers of an ECDSA signature in a certificate or revocation list.
 *
 * @param r first integer
 * @param s second integer
 */
public record EcdsaSignature(BigInteger r, BigInteger s) {

    /** True if {@code key} made this signature over {@code message}. */
    public boolean isBy(P256PublicKey key, Bytes message) {
        return key.verifies(message, r, s);
    }
}
