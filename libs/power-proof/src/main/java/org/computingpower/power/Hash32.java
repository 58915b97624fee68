package org.computingpower.power;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Thirty-two immutable bytes: a SHA-256 value, a node id, an order id or a seed. Ordered as an unsigned big-endian
 * number.
 */
public final class Hash32 implements Comparable<Hash32> {

    /** Length in bytes. */
    public static final int BYTES = 32;

    /** All zero: the order id of a node on standby. */
    public static final Hash32 ZERO = new Hash32(new byte[BYTES]);

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] value;

    private Hash32(byte[] value) {
        this.value = value;
    }

    /**
     * @throws IllegalArgumentException unless there are exactly 32 bytes
     */
    public static Hash32 of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A hash has 32 bytes. Found " + bytes.length);
        }
        return new Hash32(bytes.clone());
    }

    /**
     * From 64 hexadecimal digits with or without {@code 0x}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Hash32 parse(String hex) {
        return of(HEX.parseHex(hex.startsWith("0x") ? hex.substring(2) : hex));
    }

    /** Takes ownership of an array that nobody else holds. */
    static Hash32 owning(byte[] bytes) {
        return new Hash32(bytes);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    /** The unsigned byte at an index from 0 to 31. */
    public int unsignedByte(int index) {
        return Byte.toUnsignedInt(value[index]);
    }

    /** Whether every byte is zero. */
    public boolean isZero() {
        return equals(ZERO);
    }

    /** Copies the bytes into a larger array; bounds are those of the array. */
    void copyTo(byte[] target, int offset) {
        System.arraycopy(value, 0, target, offset, BYTES);
    }

    @Override
    public int compareTo(Hash32 other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash32 hash && Arrays.equals(value, hash.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** {@code 0x} and 64 lower-case digits. */
    @Override
    public String toString() {
        return "0x" + HEX.formatHex(value);
    }
}
