package org.computingpower.challenge;

import java.nio.file.Path;
import org.computingpower.challenge.config.ChallengeConfig;
import org.computingpower.challenge.config.MarketConfig;
import org.computingpower.challenge.config.ValidatorConfig;
import org.computingpower.kit.fixture.contract.ConfigurationKeys;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void documentsEveryKeyAndNoOther() {
        ConfigurationKeys.areDocumentedIn(
                Path.of("README.md"), ChallengeConfig.class, MarketConfig.class, ValidatorConfig.class);
    }
}
