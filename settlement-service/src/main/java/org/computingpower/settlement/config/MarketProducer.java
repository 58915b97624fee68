package org.computingpower.settlement.config;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.computingpower.settlement.application.FeeAccounts;
import org.computingpower.settlement.application.Market;
import org.computingpower.settlement.domain.batch.BatchSchedule;
import org.computingpower.settlement.domain.order.Rules;
import org.computingpower.settlement.domain.slash.SlashPolicy;
import org.computingpower.terms.Address;
import org.computingpower.terms.market.MarketFile;

/** The market of this process, read once at start: a wrong file stops the service. */
@ApplicationScoped
public class MarketProducer {

    @Produces
    @Singleton
    @Startup
    Market market(MarketFileConfig files, SettlementConfig config) {
        MarketFile file = MarketFileCheck.read(files, LaunchMode.current() == LaunchMode.NORMAL);
        Rules rules = new Rules(
                file.epochClock(),
                file.validatorRoster(),
                file.billingLimits(),
                new SlashPolicy(file.orders().orderLockBps()),
                file.proof().mu(),
                config.windowDelay(),
                Duration.ofSeconds(file.settlement().unchallengedAfterSeconds()));
        BatchSchedule batches = new BatchSchedule(
                file.settlement().batchEveryEpochs(),
                Duration.ofSeconds(file.settlement().cosignTimeoutSeconds()));
        return new Market(file.domains(), rules, batches);
    }

    @Produces
    @Singleton
    FeeAccounts feeAccounts(SettlementConfig config) {
        return new FeeAccounts(config.validatorRewardsAccount().map(Address::parse));
    }
}
