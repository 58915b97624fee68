package org.computingpower.relayer.domain;

import java.util.HexFormat;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;

/** The 2048-bit filter of a block header (Yellow Paper, section 4.3.1): it may say yes falsely, never no. */
public final class LogsBloom {

    /** 256 bytes = 2048 bits. */
    public static final int LENGTH = 256;

    private static final int BIT_MASK = 2047;

    private final byte[] bits;

    private LogsBloom(byte[] bits) {
        this.bits = bits;
    }

    /**
     * Reads {@code 0x} and 512 hex digits.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static LogsBloom parse(String hex) {
        if (hex.length() != 2 + 2 * LENGTH || !hex.startsWith("0x")) {
            throw new IllegalArgumentException("A logs bloom has 256 bytes");
        }
        return new LogsBloom(HexFormat.of().parseHex(hex, 2, hex.length()));
    }

    /** False proves that the contract logged nothing in the block. */
    public boolean mayHold(Address contract) {
        byte[] hash = Digests.keccak256(contract.toArray()).toArray();
        for (int pair = 0; pair < 6; pair += 2) {
            int bit = (((hash[pair] & 0xff) << 8) | (hash[pair + 1] & 0xff)) & BIT_MASK;
            if (((bits[LENGTH - 1 - bit / 8] >> (bit % 8)) & 1) == 0) {
                return false;
            }
        }
        return true;
    }
}
