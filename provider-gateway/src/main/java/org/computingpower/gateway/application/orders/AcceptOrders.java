package org.computingpower.gateway.application.orders;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.computingpower.gateway.application.CurrentQuote;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.QuoteStore;
import org.computingpower.gateway.application.SharedNode;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;
import org.jboss.logging.Logger;

/**
 * Accepts orders whose terms are exactly the offered ones. Where the money goes is compared with what the node's own quote
 * binds, so that a platform that changes payee or stake account gets no acceptance.
 */
@Singleton
public class AcceptOrders {
    private static final Logger LOG = Logger.getLogger(AcceptOrders.class);
    private static final int WHOLE_BPS = 10_000;

    private final NodeIdentity identity;
    private final MarketFile market;
    private final Platform platform;
    private final QuoteStore quotes;
    private final SharedNode shared;
    private final GatewayConfig config;
    private final InstantSource clock;

    /** Wires the use case. */
    public AcceptOrders(
            NodeIdentity identity,
            MarketFile market,
            Platform platform,
            QuoteStore quotes,
            SharedNode shared,
            GatewayConfig config,
            InstantSource clock) {
        this.identity = identity;
        this.market = market;
        this.platform = platform;
        this.quotes = quotes;
        this.shared = shared;
        this.config = config;
        this.clock = clock;
    }

    /** Accepts an order or says in the log why not; asking again later is harmless. */
    public void accept(OrderToAccept waiting) throws IOException, InterruptedException {
        if (!config.autoAccept()) {
            return;
        }
        Order order = waiting.order();
        Optional<Offer> offer = platform.offer(identity.nodeId());
        Optional<String> objection = objection(waiting, offer);
        if (objection.isPresent()) {
            LOG.warnf("Order not accepted: orderId=%s reason=%s", order.orderId(), objection.get());
            return;
        }
        Acceptance acceptance = new Acceptance(
                order.orderId(), identity.nodeId(), clock.instant().getEpochSecond());
        Signature signature = acceptance.sign(identity.nodeKey(), market.domains());
        if (platform.accept(acceptance, signature)) {
            LOG.infof("Order accepted: orderId=%s", order.orderId());
        }
    }

    /** Why an order is not accepted; empty if it is. */
    Optional<String> objection(OrderToAccept waiting, Optional<Offer> current) {
        Order order = waiting.order();
        if (current.isEmpty()) {
            return Optional.of("the node has no offer");
        }
        Offer offer = current.get();
        if (!order.nodeId().equals(identity.nodeId()) || !offer.nodeId().equals(identity.nodeId())) {
            return Optional.of("it is for another node");
        }
        if (!order.isSignedBy(order.user(), waiting.signature(), market.domains())) {
            return Optional.of("the user did not sign it");
        }
        if (clock.instant().getEpochSecond() > order.acceptBefore()) {
            return Optional.of("its time for acceptance is over");
        }
        if (!modeOffered(order)) {
            return Optional.of(
                    "this node is not shared on its terms: mode " + order.mode() + ", phiBps " + order.phiBps());
        }
        if (!termsEqual(order, offer)) {
            return Optional.of("its terms are not those of the offer");
        }
        Optional<CurrentQuote> quote = quotes.current();
        boolean bound = quote.filter(known -> known.payee().equals(order.payee())
                        && known.stakeAccount().equals(order.stakeAccount()))
                .isPresent();
        return bound ? Optional.empty() : Optional.of("payee or stake account are not those of the node's quote");
    }

    private boolean termsEqual(Order order, Offer offer) {
        Bytes32 offerHash = offer.structHash();
        return order.offerHash().equals(offerHash)
                && order.provider().equals(offer.provider())
                && order.payee().equals(offer.payee())
                && order.stakeAccount().equals(offer.stakeAccount())
                && order.token().equals(offer.token())
                && order.token().equals(market.contracts().token())
                && order.totalPrice()
                        .equals(market.termPrice().of(offer.pricePerSecond(), order.mode(), order.durationSeconds()))
                && order.durationSeconds() >= offer.minSeconds()
                && order.durationSeconds() <= offer.maxSeconds()
                && order.dataProtection() == offer.dataProtection()
                && order.feeBps() == market.feeBps()
                && order.validatorShareBps() == market.validatorShareBps();
    }

    /** A shared order asks in most rounds for exactly the part that is kept from its tenants. */
    private boolean modeOffered(Order order) {
        return switch (order.mode()) {
            case EXCLUSIVE -> order.phiBps() == WHOLE_BPS;
            case SHARED ->
                shared.part().filter(part -> part.phiBps() == order.phiBps()).isPresent();
            case STANDBY, AUDIT, CALIBRATION -> false;
        };
    }
}
