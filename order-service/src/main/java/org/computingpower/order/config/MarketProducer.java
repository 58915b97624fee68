package org.computingpower.order.config;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.order.domain.MarketRules;
import org.computingpower.order.domain.OrderRules;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;

/** The market of this process, read once at start: a wrong file stops the service. */
@ApplicationScoped
class MarketProducer {
    @Produces
    @Singleton
    @Startup
    MarketRules market(MarketConfig market, OrderConfig order) {
        MarketFile file =
                MarketFileReader.read(market.file(), market.sha256().map(Bytes32::parse), market.verifyOnChain());
        return new MarketRules(
                file.domains(),
                file.epochClock(),
                file.contracts().token(),
                file.feeBps(),
                file.validatorShareBps(),
                file.termPrice(),
                file.orders().minimumEpochs(),
                Duration.ofSeconds(file.orders().quoteSeconds()),
                Duration.ofSeconds(file.orders().reservationSeconds()),
                Duration.ofSeconds(file.orders().acceptanceSeconds()),
                file.orders().orderLockBps(),
                order.activationLead(),
                order.attestationHoldLimit(),
                order.escrowFinality(),
                order.statementSkew(),
                order.unfundedLimit(),
                leastRate(file.proof()));
    }

    /** Reff * W_ms >= 2000 * mu; docs/power-proof.md. */
    private static long leastRate(MarketFile.Proof proof) {
        return Math.ceilDiv(2_000L * proof.mu(), proof.windowMillis());
    }

    @Produces
    @Singleton
    OrderRules rules(MarketRules market) {
        return new OrderRules(market);
    }
}
