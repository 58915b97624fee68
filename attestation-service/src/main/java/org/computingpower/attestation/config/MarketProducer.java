package org.computingpower.attestation.config;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.computingpower.attestation.application.Settings;
import org.computingpower.attestation.domain.EvidenceRules;
import org.computingpower.attestation.domain.Market;
import org.computingpower.attestation.domain.TrustRoots;
import org.computingpower.attestation.domain.ValidatorKey;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;
import org.jboss.logging.Logger;

/** Market, trust root and key of this process, read once at start: a wrong one stops the service. */
@ApplicationScoped
class MarketProducer {
    private static final Logger LOG = Logger.getLogger(MarketProducer.class);

    @Produces
    @Singleton
    @Startup
    Market market(MarketConfig config, AttestationConfig attestation) {
        MarketFile file =
                MarketFileReader.read(config.file(), config.sha256().map(Bytes32::parse), config.verifyOnChain());
        Optional<Bytes> root = attestation.trustRoot().file().map(MarketProducer::bytes);
        Market market = Market.of(file, TrustRoots.of(file, root));
        LOG.infof("Trust root trustDomain=%s trustRootHash=%s", file.trustDomain(), market.trustRootHash());
        return market;
    }

    @Produces
    @Singleton
    @Startup
    ValidatorKey key(ValidatorConfig config, Market market) {
        ValidatorKey key = new ValidatorKey(KeyFile.read(config.keyFile(), market.isLocal()), market);
        LOG.infof("Validator address=%s", key.address());
        return key;
    }

    /** One for all who check evidence: it remembers signers. */
    @Produces
    @Singleton
    EvidenceRules evidenceRules(Market market) {
        return new EvidenceRules(market);
    }

    @Produces
    @Singleton
    Settings settings(AttestationConfig config) {
        return new Settings(
                config.submission().maxInProgress(),
                config.submission().maxBatch(),
                config.judging().threads(),
                config.judging().maxBatch(),
                config.judging().patience(),
                config.collateral().refresh(),
                config.collateral().retry());
    }

    private static Bytes bytes(Path file) {
        try {
            return Bytes.copyOf(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the trust root " + file, e);
        }
    }
}
