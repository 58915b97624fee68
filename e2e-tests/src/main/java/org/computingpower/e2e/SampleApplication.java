package org.computingpower.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.computingpower.kit.fixture.ChildProcess;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;

/** The user's application: its image is built here, its YAML is served like from a public address. */
final class SampleApplication implements AutoCloseable {
    private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(2);

    private final HttpServer server;
    private final byte[] yaml;

    private SampleApplication(HttpServer server, byte[] yaml) {
        this.server = server;
        this.yaml = yaml;
    }

    /** Builds the image of deploy/samples/train and serves its YAML. */
    static SampleApplication build(Path repository, Path directory) {
        Path file = directory.resolve("train.yaml");
        ChildProcess.run(
                List.of(repository.resolve("deploy/samples/train/build").toString(), file.toString()),
                Map.of(),
                BUILD_TIMEOUT);
        try {
            byte[] yaml = Files.readAllBytes(file);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/train.yaml", exchange -> {
                try (exchange) {
                    exchange.getResponseHeaders().set("Content-Type", "application/yaml");
                    exchange.sendResponseHeaders(200, yaml.length);
                    exchange.getResponseBody().write(yaml);
                }
            });
            server.start();
            return new SampleApplication(server, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the YAML is. */
    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return origin() + "/train.yaml";
    }

    Bytes32 sha256() {
        return Digests.sha256(yaml);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
