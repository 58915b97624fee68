package org.computingpower.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/**
 * Topic {@code chain.facts.v1}, key order, node or batch, published by chain-relayer alone. A fact appears once with
 * level SEEN and once with level FINAL; a fact that was SEEN in a replaced block is taken back by {@link FactReverted}.
 */
public sealed interface ChainFact extends MarketEvent {

    /** Where the fact stands on the chain. */
    ChainPosition at();

    /**
     * A user's deposit is in the escrow.
     *
     * @param orderId the order; key
     * @param user the user's wallet
     * @param nodeId the node
     * @param deposit the deposit in base units
     * @param at where on the chain
     */
    record EscrowOpened(OrderId orderId, Address user, NodeId nodeId, TokenAmount deposit, ChainPosition at)
            implements ChainFact {
        @Override
        public String key() {
            return orderId.toString();
        }
    }

    /**
     * The stake of a node changed.
     *
     * @param nodeId the node; key
     * @param stakeAccount the wallet that staked
     * @param total all stake in base units after the change, locked and unbonding included
     * @param locked the part locked by orders
     * @param unbonding the part that waits for withdrawal
     * @param at where on the chain
     */
    record StakeChanged(
            NodeId nodeId,
            Address stakeAccount,
            TokenAmount total,
            TokenAmount locked,
            TokenAmount unbonding,
            ChainPosition at)
            implements ChainFact {
        @Override
        public String key() {
            return nodeId.toString();
        }
    }

    /**
     * An attestation record was written.
     *
     * @param nodeId the node; key
     * @param seq number of the record, strictly rising per node
     * @param quoteHash SHA-256 of the quote
     * @param validUntil end of validity in whole Unix seconds, exclusive
     * @param at where on the chain
     */
    record NodeRecorded(NodeId nodeId, long seq, Bytes32 quoteHash, long validUntil, ChainPosition at)
            implements ChainFact {
        @Override
        public String key() {
            return nodeId.toString();
        }
    }

    /**
     * A batch was settled; its items follow as facts of their own.
     *
     * @param batchId digest of the batch; key
     * @param batchNo number of the batch
     * @param applied number of items applied
     * @param skipped number of items skipped
     * @param at where on the chain
     */
    record BatchSettled(Bytes32 batchId, long batchNo, int applied, int skipped, ChainPosition at)
            implements ChainFact {
        @Override
        public String key() {
            return batchId.toString();
        }
    }

    /**
     * One item of a batch was applied.
     *
     * @param orderId the order; key
     * @param batchId digest of the batch
     * @param releasedCum released so far in base units, fee included
     * @param refundedCum refunded so far in base units
     * @param feeCum the fee within {@code releasedCum} as the contract computed it
     * @param isFinal whether it closed the order
     * @param at where on the chain
     */
    record OrderItemSettled(
            OrderId orderId,
            Bytes32 batchId,
            TokenAmount releasedCum,
            TokenAmount refundedCum,
            TokenAmount feeCum,
            @JsonProperty("isFinal") boolean isFinal,
            ChainPosition at)
            implements ChainFact {
        @Override
        public String key() {
            return orderId.toString();
        }
    }

    /**
     * One item of a batch was refused by the contract; the others were applied.
     *
     * @param orderId the order; key
     * @param batchId digest of the batch
     * @param reason name of the contract's SkipReason, for example {@code EXCEEDS_DEPOSIT}
     * @param at where on the chain
     */
    record ItemSkipped(OrderId orderId, Bytes32 batchId, String reason, ChainPosition at) implements ChainFact {
        @Override
        public String key() {
            return orderId.toString();
        }
    }

    /**
     * Money left the escrow contract.
     *
     * @param account who received it
     * @param orderId the order it comes from; key; {@link OrderId#NONE} if the contract pays one account's balance of all orders
     * @param amount base units
     * @param kind what it was
     * @param at where on the chain
     */
    record Withdrawn(Address account, OrderId orderId, TokenAmount amount, WithdrawalKind kind, ChainPosition at)
            implements ChainFact {
        @Override
        public String key() {
            return orderId.toString();
        }
    }

    /**
     * A slash entered a new state.
     *
     * @param nodeId the node; key
     * @param slashNo number of the slash
     * @param state the new state
     * @param amount base units still to be taken; what was taken once EXECUTED
     * @param at where on the chain
     */
    record SlashChanged(NodeId nodeId, long slashNo, SlashState state, TokenAmount amount, ChainPosition at)
            implements ChainFact {
        @Override
        public String key() {
            return nodeId.toString();
        }
    }

    /**
     * A block was replaced: the fact seen in it never happened.
     *
     * @param fact record name of the fact, for example {@code EscrowOpened}
     * @param key key of that fact; key
     * @param at where the fact stood
     */
    record FactReverted(String fact, String key, ChainPosition at) implements ChainFact {}
}
