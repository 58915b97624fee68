package org.computingpower.gateway.config;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.computingpower.gateway.domain.workload.WorkloadLimits;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;

/** Beans that need nothing but configuration. */
public class Beans {
    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }

    /** The market file, checked; development switches outside the local profile stop the start. */
    @Produces
    @Singleton
    MarketFile market(MarketConfig config, GatewayConfig gateway, FetchConfig fetch) {
        Optional<Bytes32> expected = config.sha256().map(Bytes32::parse);
        MarketFile market = MarketFileReader.read(config.file(), expected, config.verifyOnChain());
        refuseDevelopmentSwitches(market, gateway, fetch);
        return market;
    }

    @Produces
    @Singleton
    WorkloadLimits limits(GatewayConfig config) {
        return new WorkloadLimits(
                config.workload().maxCpuMillis(), config.workload().maxMemoryBytes());
    }

    /**
     * @throws IllegalStateException if a switch that weakens security is on in a market that is not local
     */
    static void refuseDevelopmentSwitches(MarketFile market, GatewayConfig gateway, FetchConfig fetch) {
        if (market.profile().equals(MarketFileReader.LOCAL_PROFILE)) {
            return;
        }
        if (gateway.tee().simulatedPki().isPresent()) {
            throw new IllegalStateException(
                    "gateway.tee.simulated-pki makes SIMULATED quotes and is refused outside the local profile");
        }
        List<URI> exempt = fetch.dangerousAllowedOrigins().orElse(List.of());
        if (!exempt.isEmpty()) {
            throw new IllegalStateException("fetch.dangerous-allowed-origins is refused outside the local profile");
        }
        if (!"https".equals(gateway.platformUrl().getScheme())) {
            throw new IllegalStateException("gateway.platform-url is https outside the local profile");
        }
    }
}
