package org.computingpower.sgx.dcap;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable run of bytes, compared by content. A slice shares the storage of its origin, so that cutting a quote
 * into its fields copies nothing.
 */
public final class Bytes implements Comparable<Bytes> {
    private static final HexFormat HEX = HexFormat.of();
    private static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] storage;
    private final int offset;
    private final int length;

    private Bytes(byte[] storage, int offset, int length) {
        this.storage = storage;
        this.offset = offset;
        this.length = length;
    }

    /** Copies {@code source}. */
    public static Bytes copyOf(byte[] source) {
        return source.length == 0 ? EMPTY : new Bytes(source.clone(), 0, source.length);
    }

    /** Reads hexadecimal digits of either case, without prefix. */
    public static Bytes ofHex(String hex) {
        byte[] decoded = HEX.parseHex(hex);
        return new Bytes(decoded, 0, decoded.length);
    }

    public static Bytes empty() {
        return EMPTY;
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The byte at {@code index} as 0 to 255. */
    public int unsignedAt(int index) {
        return storage[offset + java.util.Objects.checkIndex(index, length)] & 0xff;
    }

    /** {@code count} bytes from {@code from}, sharing the storage. */
    public Bytes slice(int from, int count) {
        java.util.Objects.checkFromIndexSize(from, count, length);
        return new Bytes(storage, offset + from, count);
    }

    /** An unsigned 16-bit little-endian integer. */
    public int u16(int index) {
        return unsignedAt(index) | unsignedAt(index + 1) << 8;
    }

    /** An unsigned 32-bit little-endian integer. */
    public long u32(int index) {
        return u16(index) | (long) u16(index + 2) << 16;
    }

    public boolean isZero() {
        for (int i = 0; i < length; i++) {
            if (storage[offset + i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** These bytes up to the last one that is not zero. */
    public Bytes withoutTrailingZeros() {
        int end = length;
        while (end > 0 && storage[offset + end - 1] == 0) {
            end--;
        }
        return slice(0, end);
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(storage, offset, offset + length);
    }

    /** Copies all bytes into {@code target} from {@code targetIndex}. */
    public void copyTo(byte[] target, int targetIndex) {
        System.arraycopy(storage, offset, target, targetIndex, length);
    }

    /** Adds these bytes to a digest without a copy. */
    public void updateInto(java.security.MessageDigest digest) {
        digest.update(storage, offset, length);
    }

    /** Lower-case hexadecimal without prefix. */
    public String hex() {
        return HEX.formatHex(storage, offset, offset + length);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                storage, offset, offset + length, other.storage, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(
                        storage, offset, offset + length, that.storage, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int result = 1;
        for (int i = 0; i < length; i++) {
            result = 31 * result + storage[offset + i];
        }
        return result;
    }

    @Override
    public String toString() {
        return length <= 64 ? hex() : slice(0, 16).hex() + "... (" + length + " bytes)";
    }
}
