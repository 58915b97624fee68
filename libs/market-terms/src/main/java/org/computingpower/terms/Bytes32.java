package org.computingpower.terms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Exactly 32 bytes: a hash, an identifier or a field element. Immutable; ordered as an unsigned big-endian number. */
public final class Bytes32 implements Comparable<Bytes32> {

    /** Length in bytes. */
    public static final int LENGTH = 32;

    /** 32 zero bytes. */
    public static final Bytes32 ZERO = new Bytes32(new byte[LENGTH]);

    private final byte[] bytes;

    private Bytes32(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A copy of the given bytes.
     *
     * @throws IllegalArgumentException if there are not exactly 32
     */
    public static Bytes32 of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("Expected 32 bytes but found " + bytes.length);
        }
        return new Bytes32(bytes.clone());
    }

    /**
     * Reads {@code 0x} and 64 lower-case hex digits.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    @JsonCreator
    public static Bytes32 parse(String hex) {
        return new Bytes32(Hex.read("A bytes32", hex, LENGTH));
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** Whether every byte is zero. */
    public boolean isZero() {
        return equals(ZERO);
    }

    @Override
    public int compareTo(Bytes32 other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes32 that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@code 0x} and 64 lower-case hex digits. */
    @JsonValue
    @Override
    public String toString() {
        return Hex.write(bytes);
    }
}
