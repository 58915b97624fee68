package org.computingpower.gateway.application.user;

import java.util.Set;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;

/** What must survive a restart about an order's user: used grants and the last data number. Ends with the order. */
public interface UserState {
    /** Marks a grant's nonce as used, durably; false if it was used before. */
    boolean useGrant(OrderId orderId, Bytes32 nonce);

    /** The last data number; 0 before the first. */
    long lastSequence(OrderId orderId);

    /** Sets the last data number, durably. */
    void setLastSequence(OrderId orderId, long seq);

    /** Orders with state. */
    Set<OrderId> present();

    /** Forgets an order. */
    void forget(OrderId orderId);
}
