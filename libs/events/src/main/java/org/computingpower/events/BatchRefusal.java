package org.computingpower.events;

import org.computingpower.terms.OrderId;

/**
 * One item of a batch that a validator computes differently.
 *
 * @param orderId the order of the item
 * @param ours what the validator computed
 * @param theirs what the batch says
 */
public record BatchRefusal(OrderId orderId, CumulativeTotals ours, CumulativeTotals theirs) {}
