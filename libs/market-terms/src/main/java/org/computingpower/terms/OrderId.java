package org.computingpower.terms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An order's identity: the EIP-712 {@code hashStruct} of the order. The same 32 bytes in REST, events, ledger, escrow and puzzle.
 *
 * @param value the 32 bytes
 */
public record OrderId(Bytes32 value) implements Comparable<OrderId> {

    /** No order: what stands in the place of an order when a node without a tenant answers a round. */
    public static final OrderId NONE = new OrderId(Bytes32.ZERO);

    /**
     * Reads {@code 0x} and 64 lower-case hex digits.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static OrderId parse(String hex) {
        return new OrderId(Bytes32.parse(hex));
    }

    @Override
    public int compareTo(OrderId other) {
        return value.compareTo(other.value);
    }

    /** {@code 0x} and 64 lower-case hex digits. */
    @JsonValue
    @Override
    public String toString() {
        return value.toString();
    }
}
