package org.computingpower.relayer.harness;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.computingpower.events.EventJson;
import org.computingpower.kit.fixture.PostgresProcess;
import org.computingpower.relayer.adapter.postgres.FactWriter;
import org.computingpower.relayer.adapter.postgres.PostgresIntentQueue;
import org.computingpower.relayer.domain.Intent;
import org.flywaydb.core.Flyway;

/** A new database with the service's migrations, without the service. */
public final class TestDatabase implements AutoCloseable {

    private static final String SCHEMA = "relayer";

    private final Vertx vertx = Vertx.vertx();
    private final String name;
    private final int port;
    private final String password;
    private final Pool pool;

    private TestDatabase(int port, String password, String name) {
        this.port = port;
        this.password = password;
        this.name = name;
        this.pool = newPool();
    }

    private void fill() {
        execute(PostgresProcess.SUPERUSER, "create database " + name);
        Flyway.configure()
                .dataSource(url(name), PostgresProcess.SUPERUSER, password)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .locations("db/migration")
                .load()
                .migrate();
        execute(name, "create table relayer.published (n bigint generated always as identity, type text, body text)");
    }

    /** One server for all databases of this JVM, started by the first; ChildProcess ends it with the JVM. No broker. */
    private static final class Server {
        static final PostgresProcess RUNNING = new PostgresProcess(PostgresProcess.Options.temporary()).start();
    }

    /** A new one. */
    public static TestDatabase create() {
        PostgresProcess server = Server.RUNNING;
        String name = "relayer_" + UUID.randomUUID().toString().replace("-", "");
        TestDatabase database = new TestDatabase(server.port(), server.password(), name);
        database.fill();
        return database;
    }

    /** One that another process created. */
    static TestDatabase attach(String address, String password) {
        String[] parts = address.split("/");
        return new TestDatabase(Integer.parseInt(parts[0]), password, parts[1]);
    }

    String address() {
        return port + "/" + name;
    }

    String password() {
        return password;
    }

    /** Takes an intent as the consumers do. */
    public void take(Intent intent) {
        pool.withTransaction(connection -> new PostgresIntentQueue().add(connection, intent))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private Pool newPool() {
        PgConnectOptions options = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setDatabase(name)
                .setUser(PostgresProcess.SUPERUSER)
                .setPassword(password)
                .addProperty("search_path", SCHEMA);
        return Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(options)
                .using(vertx)
                .build());
    }

    /** What a backup tool keeps of it now. */
    public String backup() {
        String copy = name + "_backup";
        execute(
                PostgresProcess.SUPERUSER,
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
        execute(PostgresProcess.SUPERUSER, "create database " + copy + " template " + name);
        return copy;
    }

    /** Everything as it was when the backup was made. */
    public void restore(String backup) {
        execute(PostgresProcess.SUPERUSER, "drop database " + name + " with (force)");
        execute(PostgresProcess.SUPERUSER, "create database " + name + " template " + backup);
    }

    /** The reactive pool. */
    public Pool pool() {
        return pool;
    }

    /** Writes facts into a table of the test, in the transaction that the relayer gives. */
    public FactWriter facts() {
        return (transaction, facts) -> {
            String[] types =
                    facts.stream().map(fact -> fact.getClass().getSimpleName()).toArray(String[]::new);
            String[] bodies = facts.stream().map(EventJson::write).toArray(String[]::new);
            return transaction
                    .preparedQuery("insert into published (type, body) select type, body from"
                            + " unnest($1::text[], $2::text[]) with ordinality as t (type, body, n) order by n")
                    .execute(Tuple.of(types, bodies))
                    .replaceWithVoid();
        };
    }

    /** Rows of a query, columns as text joined by a blank. */
    public List<String> query(String sql) {
        try (Connection connection = DriverManager.getConnection(url(name), PostgresProcess.SUPERUSER, password);
                Statement statement = connection.createStatement()) {
            connection.setSchema(SCHEMA);
            try (ResultSet rows = statement.executeQuery(sql)) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        columns.add(String.valueOf(rows.getString(column)));
                    }
                    found.add(String.join(" ", columns));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes something behind the relayer's back. */
    public void execute(String sql) {
        execute(name, "set search_path to relayer; " + sql);
    }

    private void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(url(database), PostgresProcess.SUPERUSER, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
