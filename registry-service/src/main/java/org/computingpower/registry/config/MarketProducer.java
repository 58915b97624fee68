package org.computingpower.registry.config;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.power.statistics.DeviceCatalog;
import org.computingpower.registry.application.DeviceModels;
import org.computingpower.registry.application.Market;
import org.computingpower.terms.Bytes32;

/** The market of this process and the device catalog, read once at start: a wrong file stops the service. */
@ApplicationScoped
class MarketProducer {
    @Produces
    @Singleton
    @Startup
    Market market(MarketConfig market, RegistryConfig registry) {
        return Market.of(
                MarketFileReader.read(market.file(), market.sha256().map(Bytes32::parse), market.verifyOnChain()),
                registry.publicOrigin(),
                registry.nonceLifetime(),
                registry.rosterLeadEpochs(),
                registry.ratingPauseEpochs());
    }

    @Produces
    @Singleton
    @Startup
    DeviceModels deviceModels() {
        return new DeviceModels(DeviceCatalog.builtIn());
    }
}
