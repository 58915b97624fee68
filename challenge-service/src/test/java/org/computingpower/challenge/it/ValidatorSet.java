package org.computingpower.challenge.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.computingpower.challenge.TestMarket;
import org.computingpower.kit.fixture.ChildProcess;
import org.computingpower.kit.fixture.Directories;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.KafkaProcess;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.kit.fixture.Ports;
import org.computingpower.terms.Address;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.jspecify.annotations.Nullable;

/**
 * Several validators as a market runs them: a process, a key, a database and an endpoint each; they talk over HTTP and publish on one broker that
 * no other test uses.
 */
final class ValidatorSet implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Duration START = Duration.ofMinutes(4);
    private static final int EPOCHS_AGO = 100;

    private final KafkaProcess kafka = KafkaProcess.temporary();
    private final MarketFile market;
    private final Path directory;
    private final List<Member> members = new ArrayList<>();

    private ValidatorSet(MarketFile market, Path directory) {
        this.market = market;
        this.directory = directory;
    }

    /** Starts so many validators of a market that began a hundred epochs ago. */
    static ValidatorSet start(int count, int threshold) throws IOException {
        return start(count, threshold, count, TestMarket::file);
    }

    /** The same with room to act in the primary part; the last one is no process, the test itself holds its key. */
    static ValidatorSet startAllButOne(int count, int threshold) throws IOException {
        return start(count, threshold, count - 1, TestMarket::patient);
    }

    /** One validator alone, with room to act, and with configuration of its own. */
    static ValidatorSet startAlone(Map<String, String> configuration) throws IOException {
        return start(1, 1, 1, TestMarket::patient, configuration);
    }

    private interface Terms {
        MarketFile market(long genesis, List<URI> endpoints, int threshold);
    }

    private static ValidatorSet start(int count, int threshold, int running, Terms terms) throws IOException {
        return start(count, threshold, running, terms, Map.of());
    }

    private static ValidatorSet start(
            int count, int threshold, int running, Terms terms, Map<String, String> configuration) throws IOException {
        List<URI> endpoints = Stream.generate(Ports::free)
                .distinct()
                .limit(count)
                .map(port -> URI.create("http://127.0.0.1:" + port))
                .toList();
        long now = InstantSource.system().instant().getEpochSecond();
        MarketFile market = terms.market(now - (long) EPOCHS_AGO * TestMarket.EPOCH_SECONDS, endpoints, threshold);
        ValidatorSet set = new ValidatorSet(market, Directories.temporary("validators-"));
        try {
            Files.write(set.directory.resolve("market.json"), new ObjectMapper().writeValueAsBytes(market));
            set.kafka.start();
            set.kafka.createTopics(List.of(MarketResource.TOPICS.split(",")));
            List<SigningKey> keys = TestMarket.validators(count);
            IntStream.range(0, running).forEach(n -> set.members.add(set.new Member(n, keys.get(n), endpoints.get(n))));
            set.members.forEach(member -> member.configuration.putAll(configuration));
            set.members.forEach(Member::start);
            set.members.forEach(Member::awaitReady);
            return set;
        } catch (RuntimeException | IOException e) {
            set.close();
            throw e;
        }
    }

    MarketFile market() {
        return market;
    }

    Member member(int number) {
        return members.get(number);
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    Member of(Address validator) {
        return members.stream()
                .filter(member -> member.address().equals(validator))
                .findFirst()
                .orElseThrow();
    }

    MarketBus bus() {
        return MarketResource.bus(kafka.bootstrapServers());
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        kafka.close();
        Directories.deleteRecursively(directory);
    }

    /** One validator. */
    final class Member implements AutoCloseable {

        private final int number;
        private final SigningKey key;
        private final URI endpoint;
        private final Map<String, String> configuration = new HashMap<>();
        private @Nullable ChildProcess process;

        private Member(int number, SigningKey key, URI endpoint) {
            this.number = number;
            this.key = key;
            this.endpoint = endpoint;
            Path keyFile = directory.resolve("validator-" + number + ".key");
            try {
                Files.writeString(keyFile, key.dangerousSecretBytes().toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            configuration.putAll(new KafkaAndPostgres().start());
            configuration.put("kafka.bootstrap.servers", kafka.bootstrapServers());
            configuration.put("quarkus.http.port", "" + endpoint.getPort());
            configuration.put("market.file", directory.resolve("market.json").toString());
            configuration.put("validator.key-file", keyFile.toString());
        }

        SigningKey key() {
            return key;
        }

        Address address() {
            return key.address();
        }

        String origin() {
            return endpoint.toString();
        }

        String jdbcUrl() {
            return java.util.Objects.requireNonNull(configuration.get("quarkus.datasource.jdbc.url"));
        }

        String user() {
            return java.util.Objects.requireNonNull(configuration.get("quarkus.datasource.username"));
        }

        String password() {
            return java.util.Objects.requireNonNull(configuration.get("quarkus.datasource.password"));
        }

        boolean alive() {
            return process != null && process.alive();
        }

        void start() {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx200m"));
            configuration.forEach((name, value) -> command.add("-D" + name + "=" + value));
            command.add("-jar");
            command.add(JAR.toAbsolutePath().toString());
            process = ChildProcess.start(
                    "validator-" + number,
                    command,
                    Map.of(),
                    directory,
                    directory.resolve("validator-" + number + ".log"),
                    "TERM");
        }

        void awaitReady() {
            java.util.Objects.requireNonNull(process).awaitReady(this::ready, START);
        }

        private boolean ready() {
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/q/health/ready"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
                return client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** The crash: nothing is written or said any more. */
        void kill() {
            java.util.Objects.requireNonNull(process).kill();
        }

        void restart() {
            start();
            awaitReady();
        }

        @Override
        public void close() {
            if (process != null) {
                process.close();
            }
        }

        @Override
        public String toString() {
            return "validator " + number + " " + address();
        }
    }
}
