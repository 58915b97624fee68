package org.computingpower.terms.key;

import java.util.Optional;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;

/**
 * ECDSA over secp256k1 on 32-byte digests. Signing is deterministic (RFC 6979 with SHA-256) and yields low s (EIP-2).
 * Recovery and verification are pure and safe for concurrent use.
 */
public final class Secp256k1 {

    private static final Secp256k1Implementation SELECTED =
            Secp256k1Implementation.named(System.getProperty(Secp256k1Implementation.PROPERTY, "auto"));

    private Secp256k1() {}

    /** Whose arithmetic this process uses: {@code libsecp256k1} or {@code BouncyCastle}. */
    public static String implementation() {
        return SELECTED.title();
    }

    /** The key that made a signature over a digest; empty if the signature belongs to no key. */
    public static Optional<VerifyingKey> recover(Bytes32 digest, Signature signature) {
        return SELECTED.recover(digest, signature);
    }

    /** The address of the key that made a signature over a digest; empty if the signature belongs to no key. */
    public static Optional<Address> recoverAddress(Bytes32 digest, Signature signature) {
        return recover(digest, signature).map(VerifyingKey::address);
    }

    /** Whether a key made a signature over a digest, its v included. */
    public static boolean verify(VerifyingKey key, Bytes32 digest, Signature signature) {
        return recover(digest, signature).filter(key::equals).isPresent();
    }

    static Signature sign(Bytes32 secret, VerifyingKey key, Bytes32 digest) {
        return SELECTED.sign(secret, key, digest);
    }
}
