package org.computingpower.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.computingpower.gateway.fixture.Fakes;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.terms.market.MarketFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigKeysTest {
    @TempDir
    Path folder;

    @Test
    void documentsExactlyTheKeysThatAreRead() throws Exception {
        Set<String> read = new TreeSet<>();
        collect("gateway", GatewayConfig.class, read);
        collect("solver", SolverConfig.class, read);
        collect("fetch", FetchConfig.class, read);
        collect("market", MarketConfig.class, read);

        Set<String> documented = new TreeSet<>();
        Matcher key = Pattern.compile("`((gateway|solver|fetch|market)\\.[a-z0-9.-]+)`")
                .matcher(Files.readString(Path.of("README.md")));
        while (key.find()) {
            documented.add(key.group(1));
        }

        assertThat(documented).isEqualTo(read);
    }

    @Test
    void refusesDevelopmentSwitchesOutsideTheLocalProfile() {
        MarketFile local = Market.file();
        GatewayConfig simulated = Fakes.gatewayConfig(folder, "gateway.tee.simulated-pki", folder.toString());
        GatewayConfig plainHttp = Fakes.gatewayConfig(folder);
        GatewayConfig sound = Fakes.gatewayConfig(folder, "gateway.platform-url", "https://market.example");

        Beans.refuseDevelopmentSwitches(local, simulated, fetch("http://127.0.0.1:1"));
        Beans.refuseDevelopmentSwitches(productionLike(local), sound, fetch());
        assertThatThrownBy(() -> Beans.refuseDevelopmentSwitches(productionLike(local), simulated, fetch()))
                .hasMessageContaining("simulated-pki");
        assertThatThrownBy(() ->
                        Beans.refuseDevelopmentSwitches(productionLike(local), sound, fetch("http://127.0.0.1:1")))
                .hasMessageContaining("dangerous-allowed-origins");
        assertThatThrownBy(() -> Beans.refuseDevelopmentSwitches(productionLike(local), plainHttp, fetch()))
                .hasMessageContaining("https");
    }

    private static FetchConfig fetch(String... origins) {
        return new FetchConfig() {
            @Override
            public Optional<List<URI>> dangerousAllowedOrigins() {
                return Optional.of(List.of(origins).stream().map(URI::create).toList());
            }

            @Override
            public int maxBytes() {
                return 1;
            }

            @Override
            public java.time.Duration timeout() {
                return java.time.Duration.ofSeconds(1);
            }
        };
    }

    private static MarketFile productionLike(MarketFile file) {
        return new MarketFile(
                file.name(),
                "public",
                file.chainId(),
                file.rpcUrls(),
                file.contracts(),
                file.tokenSymbol(),
                file.tokenDecimals(),
                file.deployBlock(),
                file.genesis(),
                file.epochSeconds(),
                file.proof(),
                file.feeBps(),
                file.validatorShareBps(),
                file.orders(),
                file.settlement(),
                file.attestation(),
                file.validators(),
                file.validatorThreshold(),
                file.setVersion(),
                file.trustRootHash(),
                file.trustDomain());
    }

    private static void collect(String prefix, Class<?> mapping, Set<String> keys) {
        for (Method method : mapping.getDeclaredMethods()) {
            String key =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (method.getReturnType().isInterface() && method.getReturnType().getEnclosingClass() == mapping) {
                collect(key, method.getReturnType(), keys);
            } else if (!method.isSynthetic()) {
                keys.add(key);
            }
        }
    }
}
