package org.computingpower.order;

import java.nio.file.Path;
import org.computingpower.kit.fixture.contract.ConfigurationKeys;
import org.computingpower.order.config.MarketConfig;
import org.computingpower.order.config.OrderConfig;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void documentsEveryKeyAndNoOther() {
        ConfigurationKeys.areDocumentedIn(Path.of("README.md"), OrderConfig.class, MarketConfig.class);
    }
}
