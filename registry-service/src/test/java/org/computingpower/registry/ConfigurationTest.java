package org.computingpower.registry;

import java.nio.file.Path;
import org.computingpower.kit.fixture.contract.ConfigurationKeys;
import org.computingpower.registry.config.MarketConfig;
import org.computingpower.registry.config.RegistryConfig;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void documentsEveryKeyAndNoOther() {
        ConfigurationKeys.areDocumentedIn(Path.of("README.md"), RegistryConfig.class, MarketConfig.class);
    }
}
