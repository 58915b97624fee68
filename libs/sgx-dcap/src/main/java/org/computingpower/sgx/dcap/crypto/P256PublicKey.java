package org.computingpower.sgx.dcap.crypto;

import java.math.BigInteger;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.crypto.P256Implementation.Verifier;

/**
 * A point of P-256 that was checked to lie on the curve, and ECDSA verification with it. Instances are immutable and
 * may be shared between threads.
 */
public final class P256PublicKey {
    /** Length of a raw key x followed by y, and of a raw signature r followed by s: 2 x 32 bytes. */
    public static final int RAW_LENGTH = 64;

    private static final int COORDINATE_LENGTH = RAW_LENGTH / 2;
    private static final int UNCOMPRESSED = 0x04;

    private final Verifier verifier;
    private final Bytes raw;

    private P256PublicKey(Verifier verifier, Bytes raw) {
        this.verifier = verifier;
        this.raw = raw;
    }

    /** Reads x and y, 32 bytes big-endian each; empty unless they are a point of the curve. */
    public static Optional<P256PublicKey> ofRaw(Bytes raw) {
        return ofRaw(raw, P256Implementation.selected());
    }

    /** As {@link #ofRaw(Bytes)}, verifying with a certain implementation; for comparing them. */
    public static Optional<P256PublicKey> ofRaw(Bytes raw, P256Implementation implementation) {
        if (raw.length() != RAW_LENGTH) {
            return Optional.empty();
        }
        byte[] xy = raw.toByteArray();
        return implementation
                .verifierOf(number(xy, 0), number(xy, COORDINATE_LENGTH))
                .map(verifier -> new P256PublicKey(verifier, Bytes.copyOf(xy)));
    }

    /** Reads an uncompressed SEC 1 point (0x04, x, y); empty unless it is a point of the curve. */
    public static Optional<P256PublicKey> ofUncompressed(byte[] encoded) {
        if (encoded.length != 1 + RAW_LENGTH || encoded[0] != UNCOMPRESSED) {
            return Optional.empty();
        }
        return ofRaw(Bytes.copyOf(encoded).slice(1, RAW_LENGTH));
    }

    /** x and y, 32 bytes big-endian each. */
    public Bytes raw() {
        return raw;
    }

    /** Verifies a raw signature (r and s, 32 bytes big-endian each) over the SHA-256 of {@code message}. */
    public boolean verifiesRaw(Bytes message, Bytes signature) {
        if (signature.length() != RAW_LENGTH) {
            return false;
        }
        byte[] rs = signature.toByteArray();
        return verifies(message, number(rs, 0), number(rs, COORDINATE_LENGTH));
    }

    /** Verifies r and s over the SHA-256 of {@code message}. */
    public boolean verifies(Bytes message, BigInteger r, BigInteger s) {
        return verifier.verifies(Sha256.digest(message), r, s);
    }

    private static BigInteger number(byte[] bytes, int offset) {
        return new BigInteger(1, bytes, offset, COORDINATE_LENGTH);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof P256PublicKey that && raw.equals(that.raw);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }

    @Override
    public String toString() {
        return "P-256 " + raw.hex();
    }
}
