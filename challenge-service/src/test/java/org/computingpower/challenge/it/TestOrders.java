package org.computingpower.challenge.it;

import java.math.BigInteger;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.Actor;
import org.computingpower.events.CloseReason;
import org.computingpower.events.OrderEvent;
import org.computingpower.events.SettlementOrderEvent;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;

/** Orders of two epochs as order-service and settlement-service tell of them. */
final class TestOrders {

    static final long PRICE = 1_000_003;

    private static final int EPOCHS = 2;

    private TestOrders() {}

    static Order terms(NodeId node, Mode mode, int phiBps) {
        return new Order(
                Bytes32.ZERO,
                Address.ZERO,
                Address.ZERO,
                Address.ZERO,
                Address.ZERO,
                node,
                Bytes32.ZERO,
                Address.ZERO,
                new TokenAmount(BigInteger.valueOf(PRICE)),
                (long) EPOCHS * TestMarket.EPOCH_SECONDS,
                500,
                2_000,
                mode,
                phiBps,
                Bytes32.ZERO,
                DataProtection.SIMULATED,
                1,
                1);
    }

    /** The order is signed, accepted by the node and funded, and its rounds begin with an epoch. */
    static void activate(MarketBus bus, MarketFile market, Order terms, SigningKey node, long from) {
        Acceptance acceptance = new Acceptance(terms.orderId(), terms.nodeId(), 1);
        bus.tell(new OrderEvent.OrderSigned(terms.orderId(), terms, terms.sign(node, market.domains())));
        bus.tell(new OrderEvent.OrderActivated(
                terms.orderId(),
                terms,
                acceptance,
                acceptance.sign(node, market.domains()),
                from,
                from,
                from + EPOCHS));
        bus.tell(new SettlementOrderEvent.EscrowFunded(terms.orderId(), TokenAmount.of(PRICE), 1, 1));
    }

    /** Service ends with the end of an epoch. */
    static void end(MarketBus bus, MarketFile market, Order terms, long epoch, CloseReason reason, Actor actor) {
        long end = market.epochClock().endOf(epoch).getEpochSecond();
        bus.tell(new OrderEvent.OrderClosing(terms.orderId(), terms, epoch, end, reason, actor));
    }
}
