package org.computingpower.cli.power;

import org.computingpower.power.Hash32;
import org.computingpower.power.round.ValidatorAddress;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/** The market's values as those of the puzzle. Both hold the same bytes. */
final class Puzzle {
    private Puzzle() {}

    static Hash32 hash(Bytes32 value) {
        return Hash32.of(value.toArray());
    }

    static Hash32 hash(NodeId node) {
        return hash(node.value());
    }

    static Hash32 hash(OrderId order) {
        return hash(order.value());
    }

    static Bytes32 bytes(Hash32 value) {
        return Bytes32.of(value.bytes());
    }

    static ValidatorAddress validator(Address address) {
        return ValidatorAddress.of(address.toArray());
    }
}
