package org.computingpower.relayer;

import java.nio.file.Path;
import org.computingpower.kit.fixture.contract.ConfigurationKeys;
import org.computingpower.relayer.config.MarketConfig;
import org.computingpower.relayer.config.RelayerConfig;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void documentsEveryKeyAndNoOther() {
        ConfigurationKeys.areDocumentedIn(Path.of("README.md"), RelayerConfig.class, MarketConfig.class);
    }
}
