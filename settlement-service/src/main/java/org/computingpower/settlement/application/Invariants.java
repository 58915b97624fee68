package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;

/** The invariants over all orders and accounts, checked against what is stored. */
public interface Invariants {

    /**
     * Breaches found, all zero in a healthy service.
     *
     * @param ledgerSum accounts whose balance is not the sum of their entries, or one if all balances do not add up to zero
     * @param escrow orders whose escrow account is not their remaining money plus the fee that is not posted yet
     * @param chain orders of which the chain shows more released or refunded than the ledger, or another deposit
     */
    record Breaches(long ledgerSum, long escrow, long chain) {
        /** All breaches. */
        public long total() {
            return ledgerSum + escrow + chain;
        }
    }

    /** Looks at everything once, in one snapshot. */
    Uni<Breaches> check();
}
