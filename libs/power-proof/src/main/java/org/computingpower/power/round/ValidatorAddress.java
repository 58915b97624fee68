package org.computingpower.power.round;

import java.util.Arrays;
import java.util.HexFormat;

/** The 20-byte address of a validator's key. Ordered as an unsigned big-endian number. */
public final class ValidatorAddress implements Comparable<ValidatorAddress> {

    /** Length in bytes. */
    public static final int BYTES = 20;

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] value;

    private ValidatorAddress(byte[] value) {
        this.value = value;
    }

    /**
     * @throws IllegalArgumentException unless there are exactly 20 bytes
     */
    public static ValidatorAddress of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("An address has 20 bytes. Found " + bytes.length);
        }
        return new ValidatorAddress(bytes.clone());
    }

    /**
     * From 40 hexadecimal digits with or without {@code 0x}, in any case; a checksum is not looked at.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static ValidatorAddress parse(String hex) {
        return of(HEX.parseHex(hex.startsWith("0x") ? hex.substring(2) : hex));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public int compareTo(ValidatorAddress other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValidatorAddress address && Arrays.equals(value, address.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** {@code 0x} and 40 lower-case digits. */
    @Override
    public String toString() {
        return "0x" + HEX.formatHex(value);
    }
}
