package org.computingpower.settlement.domain.ledger;

import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/**
 * Names one account of the ledger.
 *
 * @param kind what it stands for
 * @param owner the order, node or address whose account it is, or {@code market} for the market's own accounts
 */
public record AccountId(AccountKind kind, String owner) {

    /** Owner of the accounts that the market has once. */
    public static final String MARKET = "market";

    /** Where deposits and stakes come from. */
    public static final AccountId CHAIN_IN = new AccountId(AccountKind.CHAIN_IN, MARKET);

    /** Where withdrawals go to. */
    public static final AccountId CHAIN_OUT = new AccountId(AccountKind.CHAIN_OUT, MARKET);

    /** The platform's fees. */
    public static final AccountId PLATFORM_FEE = new AccountId(AccountKind.PLATFORM_FEE, MARKET);

    /** The validators' share of the fees. */
    public static final AccountId VALIDATOR_REWARD = new AccountId(AccountKind.VALIDATOR_REWARD, MARKET);

    /** The escrow of an order. */
    public static AccountId escrowOf(OrderId order) {
        return new AccountId(AccountKind.ORDER_ESCROW, order.toString());
    }

    /** What a payee has earned. */
    public static AccountId earnedBy(Address payee) {
        return new AccountId(AccountKind.PROVIDER_EARNED, payee.toString());
    }

    /** What a user gets back. */
    public static AccountId refundableTo(Address user) {
        return new AccountId(AccountKind.USER_REFUNDABLE, user.toString());
    }

    /** The bonded stake of a node. */
    public static AccountId stakeOf(NodeId node) {
        return new AccountId(AccountKind.STAKE, node.toString());
    }

    /** The unbonding stake of a node. */
    public static AccountId unbondingStakeOf(NodeId node) {
        return new AccountId(AccountKind.STAKE_UNBONDING, node.toString());
    }

    /** The text under which the database knows the account: {@code KIND:owner}. */
    @Override
    public String toString() {
        return kind + ":" + owner;
    }
}
