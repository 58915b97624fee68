package org.computingpower.terms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A recoverable secp256k1 signature in its only accepted form: 65 bytes {@code r ‖ s ‖ v}, {@code v} 27 or 28, and
 * {@code s} in the lower half of the group, so that nobody can make a second valid form out of the first.
 *
 * @param r the x coordinate of the signature's point, in [1, n)
 * @param s the scalar, in [1, n/2]
 * @param v 27 if the point's y is even, 28 if it is odd
 */
public record Signature(Bytes32 r, Bytes32 s, int v) {

    /** Length of the byte form. */
    public static final int LENGTH = 65;

    private static final int EVEN_Y = 27;
    private static final int ODD_Y = 28;

    /** n of SEC 2, section 2.4.1. */
    private static final Bytes32 GROUP_ORDER =
            Bytes32.parse("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    /** floor(n / 2), the bound of EIP-2. */
    private static final Bytes32 HALF_GROUP_ORDER =
            Bytes32.parse("0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

    /**
     * @throws IllegalArgumentException if r, s or v lies outside its range
     */
    public Signature {
        if (r.isZero() || r.compareTo(GROUP_ORDER) >= 0) {
            throw new IllegalArgumentException("r of a signature lies in [1, n)");
        }
        if (s.isZero() || s.compareTo(HALF_GROUP_ORDER) > 0) {
            throw new IllegalArgumentException("s of a signature lies in [1, n/2]");
        }
        if (v != EVEN_Y && v != ODD_Y) {
            throw new IllegalArgumentException("v of a signature is 27 or 28. Found " + v);
        }
    }

    /**
     * A signature from its 65 bytes.
     *
     * @throws IllegalArgumentException if length or any part is not as demanded
     */
    public static Signature of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A signature has 65 bytes. Found " + bytes.length);
        }
        return new Signature(
                Bytes32.of(Arrays.copyOfRange(bytes, 0, 32)),
                Bytes32.of(Arrays.copyOfRange(bytes, 32, 64)),
                bytes[64] & 0xff);
    }

    /**
     * Reads {@code 0x} and 130 lower-case hex digits.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Signature parse(String hex) {
        return of(Hex.read("A signature", hex, LENGTH));
    }

    /** The 65 bytes {@code r ‖ s ‖ v}. */
    public byte[] toArray() {
        byte[] bytes = new byte[LENGTH];
        System.arraycopy(r.toArray(), 0, bytes, 0, 32);
        System.arraycopy(s.toArray(), 0, bytes, 32, 32);
        bytes[64] = (byte) v;
        return bytes;
    }

    /** Whether the y coordinate of the signature's point is odd. */
    public boolean hasOddY() {
        return v == ODD_Y;
    }

    /** r as a number. */
    public BigInteger rValue() {
        return new BigInteger(1, r.toArray());
    }

    /** s as a number. */
    public BigInteger sValue() {
        return new BigInteger(1, s.toArray());
    }

    /** {@code 0x} and 130 lower-case hex digits. */
    @JsonValue
    @Override
    public String toString() {
        return Hex.write(toArray());
    }
}
