package org.computingpower.gateway.application.orders;

import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Order;

/**
 * A funded order that waits for the node.
 *
 * @param order its terms
 * @param signature the user's signature over them
 */
public record OrderToAccept(Order order, Signature signature) {}
