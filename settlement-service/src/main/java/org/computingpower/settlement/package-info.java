/**
 * settlement-service owns the ledger, the windows of orders, strikes and settlement batches; it alone turns chain facts into money.
 *
 * <p>Topics in: {@code chain.facts.v1}, {@code order.orders.v1}, {@code challenge.rounds.v1}, {@code challenge.verdicts.v1},
 * {@code challenge.cosignatures.v1}, {@code registry.accounts.v1}, {@code registry.nodes.v1}. Topics out: {@code settlement.orders.v1},
 * {@code settlement.batches.v1}, {@code settlement.slashes.v1}.
 *
 * <p>Invariants, per order and in total, in every transaction: {@code deposited = released + refunded + remaining},
 * {@code released = provider + fee}; the sum of all balances of the ledger is zero; only a final chain fact is money; every window of an
 * order is settled once and in epoch order; at most one batch is open for signatures.
 */
@NullMarked
package org.computingpower.settlement;

import org.jspecify.annotations.NullMarked;
