package org.computingpower.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks for a canary, a random text that stood in a user's data, wherever the platform could have kept it: every row of every
 * table of every database, every record of every topic, every log.
 */
final class CanaryScan {
    private static final Duration POLL = Duration.ofMillis(500);

    private final String canary;

    CanaryScan(String canary) {
        if (!canary.matches("[A-Za-z0-9-]{12,}")) {
            throw new IllegalArgumentException("A canary is at least 12 letters, digits or dashes");
        }
        this.canary = canary;
    }

    /** Rows that hold the canary, over all databases of the server. */
    int databases(String jdbcPrefix, String user, String password) {
        int hits = 0;
        for (String database : strings(
                jdbcPrefix + "postgres", user, password, "select datname from pg_database where not datistemplate")) {
            String url = jdbcPrefix + database;
            for (String table : strings(
                    url,
                    user,
                    password,
                    "select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables"
                            + " where schemaname not in ('pg_catalog', 'information_schema')")) {
                // bytea columns show as hex: look for both forms.
                String hex = java.util.HexFormat.of().formatHex(canary.getBytes(StandardCharsets.UTF_8));
                hits += Integer.parseInt(strings(
                                url,
                                user,
                                password,
                                "select count(*) from " + table + " t where t::text like '%" + canary
                                        + "%' or t::text like '%" + hex + "%'")
                        .getFirst());
            }
        }
        return hits;
    }

    private static List<String> strings(String url, String user, String password, String query) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot look into " + url, e);
        }
    }

    /** Records that hold the canary, over all topics from their beginning to their present end. */
    int topics(String bootstrapServers) {
        int hits = 0;
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    byte[] value = message.value();
                    if (value != null && new String(value, StandardCharsets.UTF_8).contains(canary)) {
                        hits++;
                    }
                }
            }
        }
        return hits;
    }

    /** Log files below a directory that hold the canary. */
    int logs(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return Math.toIntExact(files.filter(file -> file.toString().endsWith(".log"))
                    .filter(this::inFile)
                    .count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean inFile(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(canary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
