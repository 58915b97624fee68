package org.computingpower.settlement.application;

import java.util.Optional;
import org.computingpower.events.CloseReason;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.Order;

/**
 * What order-service said about one order. Every part is said once, in whatever order it arrives.
 *
 * @param orderId the order
 * @param terms its terms
 * @param userSubject OIDC subject of the user, from the quote
 * @param billing the paid epochs, from the activation
 * @param closing the end, from the closing
 */
public record OrderFact(
        OrderId orderId,
        Order terms,
        Optional<String> userSubject,
        Optional<Billing> billing,
        Optional<Closing> closing) {

    /**
     * The paid term.
     *
     * @param fromEpoch first paid epoch
     * @param endsAtEpoch first epoch that is no longer paid
     */
    public record Billing(long fromEpoch, long endsAtEpoch) {}

    /**
     * The end of service.
     *
     * @param atEpoch the epoch in which service ended
     * @param atSecond end of service in whole Unix seconds
     * @param reason why
     */
    public record Closing(long atEpoch, long atSecond, CloseReason reason) {}

    /** Both facts about the same order as one; the earlier word stands. */
    public OrderFact merge(OrderFact later) {
        return new OrderFact(
                orderId,
                terms,
                userSubject.or(later::userSubject),
                billing.or(later::billing),
                closing.or(later::closing));
    }
}
