package org.computingpower.settlement.config;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.settlement.adapter.ethereum.EscrowRpc;
import org.computingpower.settlement.application.FeeAccounts;
import org.computingpower.settlement.application.Market;
import org.computingpower.settlement.application.reconcile.EscrowReader;
import org.computingpower.settlement.application.reconcile.ReconciliationPatience;
import org.computingpower.settlement.domain.batch.BatchSchedule;
import org.computingpower.settlement.domain.order.Rules;
import org.computingpower.settlement.domain.slash.SlashPolicy;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;

/** The market of this process, read once at start: a wrong file stops the service. */
@ApplicationScoped
public class MarketProducer {

    /** The file, checked against the operator's hash and, if wanted, against the chain. */
    @Produces
    @Singleton
    MarketFile file(MarketFileConfig files) {
        return MarketFileReader.read(files.file(), files.sha256().map(Bytes32::parse), files.verifyOnChain());
    }

    @Produces
    @Singleton
    @Startup
    Market market(MarketFile file, SettlementConfig config) {
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

    @Produces
    @Singleton
    ReconciliationPatience patience(SettlementConfig config) {
        return new ReconciliationPatience(config.reconciliation().patience());
    }

    /** The contracts, read for nothing but the reconciliation. */
    @Produces
    @Singleton
    EscrowReader escrowReader(MarketFile file, SettlementConfig config) {
        return new EscrowRpc(file, config.reconciliation().rpcUrls().orElse(file.rpcUrls()));
    }
}
