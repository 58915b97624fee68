package org.computingpower.terms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A node's identity: {@code SHA256("CPP/node/v1" zero-padded to 16 ‖ x ‖ y)} of its secp256k1 key. A new key is a new node.
 *
 * @param value the 32 bytes
 */
public record NodeId(Bytes32 value) implements Comparable<NodeId> {

    /**
     * Reads {@code 0x} and 64 lower-case hex digits.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static NodeId parse(String hex) {
        return new NodeId(Bytes32.parse(hex));
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    /** {@code 0x} and 64 lower-case hex digits. */
    @JsonValue
    @Override
    public String toString() {
        return value.toString();
    }
}
