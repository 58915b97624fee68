package org.computingpower.marketfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketFileReaderTest {
    @TempDir
    private Path directory;

    private static String text() throws IOException {
        try (var input = MarketFileReaderTest.class.getResourceAsStream("/market-local.json")) {
            return new String(java.util.Objects.requireNonNull(input).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("market.json"), text);
    }

    @Test
    void readsAFileWithTheExpectedHash() throws IOException {
        Bytes32 hash = MarketFile.hashOf(text().getBytes(StandardCharsets.UTF_8));
        MarketFile file = MarketFileReader.read(file(text()), Optional.of(hash), false);
        assertThat(file.epochSeconds()).isEqualTo(15);
    }

    @Test
    void refusesAnotherHash() throws IOException {
        Path path = file(text());
        assertThatThrownBy(() -> MarketFileReader.read(path, Optional.of(Bytes32.ZERO), false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SHA-256");
    }

    @Test
    void refusesAnUnknownMember() throws IOException {
        Path path = file(text().replaceFirst("\\{", "{\"surprise\": 1,"));
        assertThatThrownBy(() -> MarketFileReader.read(path, Optional.empty(), false))
                .hasMessageContaining("Cannot read the market file");
    }

    @Test
    void refusesASimulatedTrustRootOutsideTheLocalProfile() throws IOException {
        Path path = file(text().replace("\"profile\": \"local\"", "\"profile\": \"production\""));
        assertThatThrownBy(() -> MarketFileReader.read(path, Optional.empty(), false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Intel's root only");
    }

    @Test
    void refusesASingleValidatorOutsideTheLocalProfile() throws IOException {
        Path path = file(text().replace("\"profile\": \"local\"", "\"profile\": \"production\"")
                .replace("\"trustDomain\": \"SIMULATED\"", "\"trustDomain\": \"INTEL\""));
        assertThatThrownBy(() -> MarketFileReader.read(path, Optional.empty(), false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at least 4 validators");
    }

    @Test
    void asksTheRegistryForTheHash() throws IOException {
        HttpServer chain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        chain.start();
        try {
            String text = text().replace(
                            "http://127.0.0.1:8113",
                            "http://127.0.0.1:" + chain.getAddress().getPort());
            Path path = file(text);
            Bytes32[] answer = {MarketFile.hashOf(text.getBytes(StandardCharsets.UTF_8))};
            chain.createContext("/", exchange -> {
                byte[] body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"%s\"}"
                        .formatted(answer[0])
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            assertThat(MarketFileReader.read(path, Optional.empty(), true).chainId())
                    .isEqualTo(31_337);
            answer[0] = Bytes32.ZERO;
            assertThatThrownBy(() -> MarketFileReader.read(path, Optional.empty(), true))
                    .isInstanceOf(IllegalStateException.class);
        } finally {
            chain.stop(0);
        }
    }
}
