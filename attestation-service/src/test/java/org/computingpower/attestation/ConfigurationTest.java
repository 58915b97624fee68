package org.computingpower.attestation;

import java.nio.file.Path;
import org.computingpower.attestation.config.AttestationConfig;
import org.computingpower.attestation.config.MarketConfig;
import org.computingpower.attestation.config.ValidatorConfig;
import org.computingpower.kit.fixture.contract.ConfigurationKeys;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void documentsEveryKeyAndNoOther() {
        ConfigurationKeys.areDocumentedIn(
                Path.of("README.md"), AttestationConfig.class, MarketConfig.class, ValidatorConfig.class);
    }
}
