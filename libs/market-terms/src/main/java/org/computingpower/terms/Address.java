package org.computingpower.terms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A 20-byte Ethereum address. Immutable; ordered as an unsigned number, the order contracts demand of signers. */
public final class Address implements Comparable<Address> {

    /** Length in bytes. */
    public static final int LENGTH = 20;

    /** The zero address, which nobody holds the key of. */
    public static final Address ZERO = new Address(new byte[LENGTH]);

    private final byte[] bytes;

    private Address(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A copy of the given bytes.
     *
     * @throws IllegalArgumentException if there are not exactly 20
     */
    public static Address of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("Expected 20 bytes but found " + bytes.length);
        }
        return new Address(bytes.clone());
    }

    /**
     * Reads {@code 0x} and 40 hex digits, all lower case or with a correct EIP-55 checksum, as wallets show them.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    @JsonCreator
    public static Address parse(String hex) {
        String lowerCase =
                hex.length() == 2 + 2 * LENGTH ? "0x" + hex.substring(2).toLowerCase(Locale.ROOT) : hex;
        Address address = new Address(Hex.read("An address", lowerCase, LENGTH));
        if (!hex.equals(lowerCase) && !hex.equals(address.toChecksumString())) {
            throw new IllegalArgumentException("An address in mixed case needs a correct EIP-55 checksum");
        }
        return address;
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** The mixed-case form of EIP-55, which EIP-4361 demands. */
    public String toChecksumString() {
        String digits = toString().substring(2);
        byte[] hash =
                Digests.keccak256(digits.getBytes(StandardCharsets.US_ASCII)).toArray();
        StringBuilder checksummed = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            int nibble = (i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2]) & 0xf;
            char digit = digits.charAt(i);
            checksummed.append(nibble >= 8 ? Character.toUpperCase(digit) : digit);
        }
        return checksummed.toString();
    }

    @Override
    public int compareTo(Address other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Address that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@code 0x} and 40 lower-case hex digits. */
    @JsonValue
    @Override
    public String toString() {
        return Hex.write(bytes);
    }
}
