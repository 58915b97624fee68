/**
 * Owns quotes, orders with their transitions, reservations of nodes and deployments; the only saga owner.
 *
 * <p>Topics in: registry.nodes.v1, registry.accounts.v1, registry.policies.v1, settlement.orders.v1. Topics out:
 * order.orders.v1 (strict versions per order).
 *
 * <p>Invariants: at most one order holds a node; a final state is never left; an order with a deposit ends only after
 * its settlement; every transition is a row, and what follows from it is published in the same transaction.
 */
@NullMarked
package org.computingpower.order;

import org.jspecify.annotations.NullMarked;
