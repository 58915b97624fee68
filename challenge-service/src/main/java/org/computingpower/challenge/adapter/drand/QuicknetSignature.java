package org.computingpower.challenge.adapter.drand;

import java.util.HexFormat;
import org.computingpower.power.HashInput;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;

/**
 * Verifies signatures of drand's quicknet, scheme {@code bls-unchained-g1-rfc9380}: BLS12-381, signature on G1 (48 bytes, compressed), public key
 * on G2, message SHA-256 of the round as 64-bit big-endian number. Curve arithmetic is blst's, whose library comes with the dependency for Linux,
 * macOS (both x86-64 and AArch64) and Windows (x86-64).
 */
final class QuicknetSignature {

    /** Length of a signature in bytes. */
    static final int BYTES = 48;

    /** The network's public key, 96 bytes; pinned, never fetched. */
    static final String PUBLIC_KEY =
            "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
                    + "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";

    /** Domain separation of hashing to G1, RFC 9380. */
    private static final String DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

    private QuicknetSignature() {}

    /** Whether this is quicknet's signature of a round; false for bytes that are no point of G1. */
    static boolean isOf(long round, byte[] signature) {
        return isSignedBy(HexFormat.of().parseHex(PUBLIC_KEY), round, signature);
    }

    /** The same for another key, so that a test can tell a wrong key from a broken check. */
    static boolean isSignedBy(byte[] publicKey, long round, byte[] signature) {
        if (signature.length != BYTES) {
            return false;
        }
        byte[] message = new HashInput().u64(round).sha256().bytes();
        try {
            P2_Affine key = new P2_Affine(publicKey);
            P1_Affine point = new P1_Affine(signature);
            return key.in_group()
                    && !key.is_inf()
                    && point.in_group()
                    && point.core_verify(key, true, message, DOMAIN) == BLST_ERROR.BLST_SUCCESS;
        } catch (RuntimeException notAPoint) {
            // What blst throws for bytes that encode no point of the curve; it has no type of its own for it.
            return false;
        }
    }
}
