package org.computingpower.cli.reconcile;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/**
 * Compares the ledger with the contracts at one finalized block. Drift is the sum of all differences without their
 * signs, so that two errors cannot cancel each other.
 */
public final class ChainReconciliation {
    private ChainReconciliation() {}

    /**
     * Money of one order, base units.
     *
     * @param isFinal whether nothing can move any more
     */
    public record OrderMoney(
            TokenAmount deposit,
            TokenAmount releasedCum,
            TokenAmount refundedCum,
            TokenAmount feeCum,
            boolean isFinal) {
        /** An order that one side does not know. */
        public static final OrderMoney NONE =
                new OrderMoney(TokenAmount.ZERO, TokenAmount.ZERO, TokenAmount.ZERO, TokenAmount.ZERO, false);
    }

    /**
     * One order on both sides.
     *
     * @param drift sum of the differences, base units
     */
    public record Line(OrderId orderId, OrderMoney ledger, OrderMoney chain, BigInteger drift) {
        public boolean agrees() {
            return drift.signum() == 0 && ledger.isFinal() == chain.isFinal();
        }
    }

    /**
     * All orders.
     *
     * @param lines ascending by order
     * @param escrowHeld tokens that the escrow holds; more than it owes is no drift, for anybody can send it tokens
     * @param escrowOwed tokens that it owes: deposits less what was withdrawn
     */
    public record Report(List<Line> lines, TokenAmount escrowHeld, TokenAmount escrowOwed) {
        public Report {
            lines = List.copyOf(lines);
        }

        /** Total drift in base units, with what the escrow holds too little. */
        public BigInteger drift() {
            BigInteger orders = lines.stream().map(Line::drift).reduce(BigInteger.ZERO, BigInteger::add);
            return orders.add(
                    escrowOwed.baseUnits().subtract(escrowHeld.baseUnits()).max(BigInteger.ZERO));
        }

        public boolean agrees() {
            return drift().signum() == 0 && lines.stream().allMatch(Line::agrees);
        }
    }

    /** Compares all orders that either side knows. */
    public static List<Line> compare(SortedMap<OrderId, OrderMoney> ledger, SortedMap<OrderId, OrderMoney> chain) {
        SortedSet<OrderId> all = new TreeSet<>(ledger.keySet());
        all.addAll(chain.keySet());
        List<Line> lines = new ArrayList<>();
        for (OrderId orderId : all) {
            lines.add(compare(orderId, of(ledger, orderId), of(chain, orderId)));
        }
        return List.copyOf(lines);
    }

    private static OrderMoney of(Map<OrderId, OrderMoney> side, OrderId orderId) {
        return side.getOrDefault(orderId, OrderMoney.NONE);
    }

    private static Line compare(OrderId orderId, OrderMoney ledger, OrderMoney chain) {
        BigInteger drift = distance(ledger.deposit(), chain.deposit())
                .add(distance(ledger.releasedCum(), chain.releasedCum()))
                .add(distance(ledger.refundedCum(), chain.refundedCum()))
                .add(distance(ledger.feeCum(), chain.feeCum()));
        return new Line(orderId, ledger, chain, drift);
    }

    private static BigInteger distance(TokenAmount one, TokenAmount other) {
        return one.baseUnits().subtract(other.baseUnits()).abs();
    }
}
