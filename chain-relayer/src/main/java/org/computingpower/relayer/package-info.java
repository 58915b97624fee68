/**
 * Kafka ↔ Ethereum. Owns intents, transactions, attempts, blocks and logs.
 *
 * <p>In: {@code registry.nodes.v1} (NodeAttested), {@code settlement.batches.v1} (BatchReady, BatchSuperseded).
 * Out: {@code chain.facts.v1}, {@code chain.heads.v1}.
 *
 * <p>Invariants: a nonce is given away in the transaction that stores the signed attempt, and nothing is broadcast
 * before that transaction is committed; an intent is final once, by a finalized block; a fact is FINAL only at or below
 * a height that a quorum of endpoints calls finalized; no event of a contract is missed; a broken finality promise halts
 * everything.
 */
@NullMarked
package org.computingpower.relayer;

import org.jspecify.annotations.NullMarked;
