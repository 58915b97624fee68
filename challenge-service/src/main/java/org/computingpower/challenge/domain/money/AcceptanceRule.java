package org.computingpower.challenge.domain.money;

import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.Order;

/**
 * Whether a node really took an order. order-service says so, the node's signature proves it: without it an order is not billed here, and this
 * validator signs nothing but its refund.
 */
public final class AcceptanceRule {

    private AcceptanceRule() {}

    /** Whether the acceptance is about exactly these terms and signed by the key of the order's node. */
    public static boolean isProven(
            OrderId orderId, Order terms, Acceptance acceptance, Signature signature, MarketDomains domains) {
        return orderId.equals(terms.orderId())
                && acceptance.orderId().equals(orderId)
                && acceptance.nodeId().equals(terms.nodeId())
                && Secp256k1.recover(acceptance.digest(domains), signature)
                        .map(VerifyingKey::nodeId)
                        .filter(terms.nodeId()::equals)
                        .isPresent();
    }
}
