package org.computingpower.power;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Builds the bytes that go into a hash: fixed-width big-endian integers, zero-padded ASCII labels and raw bytes, never
 * text or JSON. Every value is checked against its width. Not thread-safe.
 */
public final class HashInput {

    private static final long MAX_U32 = 0xFFFF_FFFFL;

    private static final int INITIAL_CAPACITY = 192;

    /** Never updated, only cloned: a lookup by name costs several times as much as hashing one block. */
    private static final MessageDigest PROTOTYPE = lookUp();

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int length;

    /** An ASCII label, filled with zero bytes up to its width. */
    public HashInput label(String text, int width) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length > width) {
            throw new IllegalArgumentException("The label " + text + " is longer than " + width + " bytes");
        }
        return raw(ascii).zeros(width - ascii.length);
    }

    /** So many zero bytes. */
    public HashInput zeros(int count) {
        return raw(new byte[count]);
    }

    /** An unsigned 8-bit integer. */
    public HashInput u8(int value) {
        requireRange(value, 0xFF);
        return integer(value, Byte.BYTES);
    }

    /** An unsigned 16-bit integer. */
    public HashInput u16(int value) {
        requireRange(value, 0xFFFF);
        return integer(value, Short.BYTES);
    }

    /** An unsigned 32-bit integer. */
    public HashInput u32(long value) {
        requireRange(value, MAX_U32);
        return integer(value, Integer.BYTES);
    }

    /** An unsigned 64-bit integer; all 64 bits are taken as they are. */
    public HashInput u64(long value) {
        return integer(value, Long.BYTES);
    }

    /** Raw bytes. */
    public HashInput raw(byte[] value) {
        int at = extend(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        return this;
    }

    /** The 32 bytes of a hash. */
    public HashInput hash(Hash32 value) {
        value.copyTo(bytes, extend(Hash32.BYTES));
        return this;
    }

    /** A copy of everything written so far. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** SHA-256 of everything written so far. */
    public Hash32 sha256() {
        MessageDigest sha256 = newSha256();
        sha256.update(bytes, 0, length);
        return Hash32.owning(sha256.digest());
    }

    /** SHA-256 of some bytes. */
    public static Hash32 sha256(byte[] input) {
        return Hash32.owning(newSha256().digest(input));
    }

    /** A fresh SHA-256 of the JDK, which every Java platform must have. */
    public static MessageDigest newSha256() {
        try {
            return (MessageDigest) PROTOTYPE.clone();
        } catch (CloneNotSupportedException e) {
            return lookUp();
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java platform lacks SHA-256", e);
        }
    }

    private HashInput integer(long value, int width) {
        int at = extend(width);
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte) (value >>> ((width - 1 - i) * Byte.SIZE));
        }
        return this;
    }

    /** Makes room for more bytes and answers where they go. */
    private int extend(int count) {
        int at = length;
        length = Math.addExact(length, count);
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
        }
        return at;
    }

    private static void requireRange(long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("Value " + value + " lies outside [0, " + max + "]");
        }
    }
}
