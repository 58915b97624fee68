package org.computingpower.power;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Builds the bytes that go into a hash: fixed-width big-endian integers, zero-padded ASCII labels and raw bytes, never
 * text or JSON. Every value is checked against its width. Not thread-safe.
 */
public final class HashInput {

    private static final long MAX_U32 = 0xFFFF_FFFFL;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);

    /** An ASCII label, filled with zero bytes up to its width. */
    public HashInput label(String text, int width) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length > width) {
            throw new IllegalArgumentException("The label " + text + " is longer than " + width + " bytes");
        }
        bytes.writeBytes(ascii);
        return zeros(width - ascii.length);
    }

    /** So many zero bytes. */
    public HashInput zeros(int count) {
        bytes.writeBytes(new byte[count]);
        return this;
    }

    /** An unsigned 8-bit integer. */
    public HashInput u8(int value) {
        requireRange(value, 0xFF);
        bytes.write(value);
        return this;
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
        bytes.writeBytes(value);
        return this;
    }

    /** The 32 bytes of a hash. */
    public HashInput hash(Hash32 value) {
        bytes.writeBytes(value.bytes());
        return this;
    }

    /** A copy of everything written so far. */
    public byte[] toByteArray() {
        return bytes.toByteArray();
    }

    /** SHA-256 of everything written so far. */
    public Hash32 sha256() {
        return Hash32.owning(newSha256().digest(bytes.toByteArray()));
    }

    /** SHA-256 of some bytes. */
    public static Hash32 sha256(byte[] input) {
        return Hash32.owning(newSha256().digest(input));
    }

    /** A fresh SHA-256 of the JDK, which every Java platform must have. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java platform lacks SHA-256", e);
        }
    }

    private HashInput integer(long value, int width) {
        for (int shift = (width - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes.write((int) (value >>> shift));
        }
        return this;
    }

    private static void requireRange(long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("Value " + value + " lies outside [0, " + max + "]");
        }
    }
}
