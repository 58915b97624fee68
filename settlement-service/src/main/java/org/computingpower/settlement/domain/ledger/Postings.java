package org.computingpower.settlement.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/** The only way from a fact to transfers. Ids are functions of the fact, so that a fact posts once however often it is told. */
public final class Postings {

    private Postings() {}

    /** The deposit of an order has become final. */
    public static List<Transfer> deposit(OrderId order, TokenAmount amount, UUID cause) {
        return one(
                "deposit:" + order, AccountId.CHAIN_IN, AccountId.escrowOf(order), amount, TransferKind.DEPOSIT, cause);
    }

    /**
     * What one settled window moves.
     *
     * @param step the window's epoch, or {@code close} for the rest of a closed order
     * @param provider the provider's part: the fee stays in the escrow until the batch posts it
     * @param refunded what goes back to the user
     */
    public static List<Transfer> window(
            OrderId order,
            String step,
            Address payee,
            TokenAmount provider,
            Address user,
            TokenAmount refunded,
            UUID cause) {
        List<Transfer> transfers = new ArrayList<>(2);
        AccountId escrow = AccountId.escrowOf(order);
        transfers.addAll(one(
                "window:" + order + ":" + step + ":release",
                escrow,
                AccountId.earnedBy(payee),
                provider,
                TransferKind.RELEASE,
                cause));
        transfers.addAll(one(
                "window:" + order + ":" + step + ":refund",
                escrow,
                AccountId.refundableTo(user),
                refunded,
                TransferKind.REFUND,
                cause));
        return List.copyOf(transfers);
    }

    /** The fees that one order owes since its last final batch. */
    public static List<Transfer> fee(OrderId order, String batchId, TokenAmount fee, UUID cause) {
        return one(
                "fee:" + batchId + ":" + order,
                AccountId.escrowOf(order),
                AccountId.PLATFORM_FEE,
                fee,
                TransferKind.FEE,
                cause);
    }

    /** The validators' share of a whole batch. */
    public static List<Transfer> reward(String batchId, TokenAmount reward, UUID cause) {
        return one(
                "reward:" + batchId,
                AccountId.PLATFORM_FEE,
                AccountId.VALIDATOR_REWARD,
                reward,
                TransferKind.REWARD,
                cause);
    }

    /** A final withdrawal from one account. */
    public static List<Transfer> withdrawal(String fact, AccountId from, TokenAmount amount, UUID cause) {
        return one(
                "withdrawal:" + fact + ":" + from.kind(),
                from,
                AccountId.CHAIN_OUT,
                amount,
                TransferKind.WITHDRAWAL,
                cause);
    }

    /**
     * Brings the mirror of a node's stake to what the contract says.
     *
     * @param fact names the chain fact
     * @param bondedBefore balance of the STAKE account
     * @param unbondingBefore balance of the STAKE_UNBONDING account
     */
    public static List<Transfer> stake(
            NodeId node,
            String fact,
            TokenAmount bondedBefore,
            TokenAmount bonded,
            TokenAmount unbondingBefore,
            TokenAmount unbonding,
            UUID cause) {
        List<Transfer> transfers = new ArrayList<>(2);
        transfers.addAll(mirror("stake:" + fact + ":bonded", AccountId.stakeOf(node), bondedBefore, bonded, cause));
        transfers.addAll(mirror(
                "stake:" + fact + ":unbonding", AccountId.unbondingStakeOf(node), unbondingBefore, unbonding, cause));
        return List.copyOf(transfers);
    }

    private static List<Transfer> mirror(
            String id, AccountId account, TokenAmount before, TokenAmount after, UUID cause) {
        return before.compareTo(after) <= 0
                ? one(id, AccountId.CHAIN_IN, account, after.minus(before), TransferKind.STAKE, cause)
                : one(id, account, AccountId.CHAIN_OUT, before.minus(after), TransferKind.STAKE, cause);
    }

    private static List<Transfer> one(
            String id, AccountId debit, AccountId credit, TokenAmount amount, TransferKind kind, UUID cause) {
        return amount.isZero() ? List.of() : List.of(new Transfer(id, debit, credit, amount, kind, cause));
    }
}
