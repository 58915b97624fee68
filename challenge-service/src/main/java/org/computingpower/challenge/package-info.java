/**
 * One validator's challenge-service. Owns its beacon secrets, receipts, verdicts and statistics.
 *
 * <p>In: registry.nodes.v1, order.orders.v1, settlement.orders.v1, settlement.batches.v1, chain.heads.v1, challenge.rounds.v1,
 * challenge.verdicts.v1. Out: challenge.rounds.v1, challenge.verdicts.v1, challenge.cosignatures.v1.
 *
 * <p>Invariants: nothing without a valid node-key signature changes a verdict; a verdict holds integers only and is fixed once; a second,
 * different statement about one subject is never signed; a batch is signed only if this validator computes the same amounts.
 */
@NullMarked
package org.computingpower.challenge;

import org.jspecify.annotations.NullMarked;
