package org.computingpower.terms.key;

import java.util.Locale;
import java.util.Optional;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;

/**
 * Whose arithmetic signs and recovers. Both give the same answer to every input, signatures included (RFC 6979 leaves no
 * choice); the tests compare them. ADR-0007 tells why there are two.
 *
 * <p>A process uses libsecp256k1 where its native library can be loaded and BouncyCastle elsewhere, unless the system
 * property {@value #PROPERTY} names one at start.
 */
sealed interface Secp256k1Implementation permits LibSecp256k1, BouncyCastleSecp256k1 {

    /** System property: {@code auto} (the default), {@code libsecp256k1} or {@code bouncy_castle}. */
    String PROPERTY = "org.computingpower.terms.secp256k1";

    /**
     * The implementation of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none of that name
     * @throws IllegalStateException if {@code libsecp256k1} is demanded and cannot be loaded
     */
    static Secp256k1Implementation named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "auto" ->
                LibSecp256k1.load()
                        .<Secp256k1Implementation>map(loaded -> loaded)
                        .orElseGet(BouncyCastleSecp256k1::new);
            case "libsecp256k1" ->
                LibSecp256k1.load()
                        .orElseThrow(() -> new IllegalStateException(
                                "libsecp256k1 has no native library for this system, or it cannot be loaded"));
            case "bouncy_castle" -> new BouncyCastleSecp256k1();
            default ->
                throw new IllegalArgumentException(PROPERTY + " is auto, libsecp256k1 or bouncy_castle. Found " + name);
        };
    }

    /** A name for people. */
    String title();

    /** The key that made a signature over a digest; empty if the signature belongs to no key. */
    Optional<VerifyingKey> recover(Bytes32 digest, Signature signature);

    /**
     * Signs: deterministic nonce of RFC 6979 with SHA-256 and nothing added, s in the lower half.
     *
     * @param secret the scalar, in [1, n)
     * @param key its public key
     */
    Signature sign(Bytes32 secret, VerifyingKey key, Bytes32 digest);
}
