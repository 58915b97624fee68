package org.computingpower.gateway.adapter.tee;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.QuoteProvider;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.terms.market.MarketFile;
import org.jboss.logging.Logger;

/** Chooses where quotes come from. */
public class TeeBeans {
    private static final Logger LOG = Logger.getLogger(TeeBeans.class);

    /** The market is a parameter because it refuses a simulated environment where the profile does. */
    @Produces
    @Singleton
    QuoteProvider provider(GatewayConfig config, NodeIdentity identity, MarketFile market) {
        Path folder = config.tee()
                .simulatedPki()
                .orElseThrow(() -> new IllegalStateException(
                        "No trusted execution environment: this version makes SIMULATED quotes only; set"
                                + " gateway.tee.simulated-pki in a local market"));
        String platform =
                config.tee().simulatedPlatform().orElse(identity.nodeId().toString());
        LOG.warnf("The TEE is SIMULATED: market=%s platform=%s", market.name(), platform);
        return new SimulatedQuoteProvider(folder, platform);
    }
}
