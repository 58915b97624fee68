package org.computingpower.gateway.config;

import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.computingpower.gateway.adapter.fetch.SafeFetcher;
import org.computingpower.gateway.adapter.yaml.YamlReader;
import org.computingpower.gateway.application.orders.ManifestSource;
import org.computingpower.gateway.domain.fetch.UrlRules;

/** Fetching and parsing of applications' YAML. */
public class ManifestBeans {
    @Produces
    @Singleton
    ManifestSource source(Vertx vertx, FetchConfig config) {
        SafeFetcher fetcher = new SafeFetcher(
                vertx,
                new UrlRules(config.dangerousAllowedOrigins().orElse(List.of())),
                host -> List.of(InetAddress.getAllByName(host)),
                config.maxBytes(),
                config.timeout());
        YamlReader reader = new YamlReader();
        return new ManifestSource() {
            @Override
            public Fetched fetch(URI url) throws IOException, InterruptedException {
                return fetcher.fetch(url);
            }

            @Override
            public Parsed parse(byte[] bytes) {
                return reader.read(bytes);
            }
        };
    }
}
