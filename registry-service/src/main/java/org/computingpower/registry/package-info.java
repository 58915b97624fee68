/**
 * Owns accounts, wallets, validators' entries, nodes with their offers and facets, ratings and the active appraisal policy.
 *
 * <p>Topics in: attestation.verdicts.v1, challenge.verdicts.v1, chain.facts.v1, order.orders.v1. Topics out:
 * registry.accounts.v1, registry.nodes.v1 (full state, version rising by one), registry.policies.v1.
 *
 * <p>Invariants: a wallet belongs to one subject; a facet changes only by a fact (a quorum of validators, a finalized
 * block); LISTED is derived from the facets and never stored on its own.
 */
@NullMarked
package org.computingpower.registry;

import org.jspecify.annotations.NullMarked;
