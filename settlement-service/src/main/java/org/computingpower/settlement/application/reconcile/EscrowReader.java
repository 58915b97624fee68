package org.computingpower.settlement.application.reconcile;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.computingpower.settlement.domain.reconcile.OrderNumbers;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/**
 * Reads OrderEscrow without the relayer in between: a check must not go through what it checks. Reading is all it can do.
 * Every method blocks, at most some seconds per endpoint, and throws {@link ChainSilentException} without an answer.
 */
public interface EscrowReader {

    /** The chain's last finalized block. */
    Block finalized();

    /** First block in which an order can have been opened. */
    long firstBlock();

    /** Orders by the contract's state after a block; one that the contract does not know has no entry. */
    Map<OrderId, EscrowOrder> orders(Collection<OrderId> orders, Block block);

    /** Orders opened from one block to another, both included. */
    SortedSet<OrderId> opened(long fromBlock, long toBlock);

    /** Tokens that the contract has after a block. */
    TokenAmount held(Block block);

    /** A block. */
    record Block(long number, Bytes32 hash) {}

    /**
     * One order.
     *
     * @param numbers its money
     * @param withdrawn by payee, user and fee accounts together
     */
    record EscrowOrder(OrderNumbers numbers, TokenAmount withdrawn) {
        /** What of its deposit is still owed to somebody. */
        public TokenAmount owed() {
            return numbers.deposit().minus(withdrawn);
        }
    }

    /** No endpoint had a usable answer. */
    final class ChainSilentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** With the reasons of all endpoints. */
        public ChainSilentException(List<String> reasons) {
            super("No endpoint of the chain answered: " + String.join("; ", reasons));
        }
    }
}
