package org.computingpower.settlement;

import java.nio.file.Path;
import org.computingpower.kit.fixture.contract.ConfigurationKeys;
import org.computingpower.settlement.config.MarketFileConfig;
import org.computingpower.settlement.config.SettlementConfig;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void documentsEveryKeyAndNoOther() {
        ConfigurationKeys.areDocumentedIn(Path.of("README.md"), SettlementConfig.class, MarketFileConfig.class);
    }
}
