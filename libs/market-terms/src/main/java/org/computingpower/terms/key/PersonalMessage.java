package org.computingpower.terms.key;

import java.nio.charset.StandardCharsets;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;

/** Text as wallets sign it with {@code personal_sign}: EIP-191, version 0x45. */
public final class PersonalMessage {

    private static final String PREFIX = "\u0019Ethereum Signed Message:\n";

    private PersonalMessage() {}

    /** {@code keccak256(0x19 ‖ "Ethereum Signed Message:\n" ‖ length in bytes ‖ UTF-8 text)}. */
    public static Bytes32 digest(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Digests.keccak256((PREFIX + bytes.length).getBytes(StandardCharsets.UTF_8), bytes);
    }
}
