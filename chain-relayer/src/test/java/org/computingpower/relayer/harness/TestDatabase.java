package org.computingpower.relayer.harness;

import io.smallrye.mutiny.Uni;
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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.computingpower.events.EventJson;
import org.computingpower.kit.fixture.PostgresProcess;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.relayer.adapter.postgres.FactWriter;
import org.flywaydb.core.Flyway;

/** A new database with the service's migrations, without the service. */
public final class TestDatabase implements AutoCloseable {

    private static final String SCHEMA = "relayer";

    private final Vertx vertx = Vertx.vertx();
    private final String name = "relayer_" + UUID.randomUUID().toString().replace("-", "");
    private final int port;
    private final String password;
    private final Pool pool;

    private TestDatabase() {
        SharedInfrastructure.Endpoints shared = SharedInfrastructure.start();
        this.port = shared.postgresPort();
        this.password = shared.postgresPassword();
        execute(PostgresProcess.SUPERUSER, "create database " + name);
        Flyway.configure()
                .dataSource(url(name), PostgresProcess.SUPERUSER, password)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .locations("db/migration")
                .load()
                .migrate();
        execute(name, "create table relayer.published (n bigint generated always as identity, type text, body text)");
        this.pool = newPool();
    }

    /** A new one. */
    public static TestDatabase create() {
        return new TestDatabase();
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

    /** The reactive pool. */
    public Pool pool() {
        return pool;
    }

    /** Writes facts into a table of the test, in the transaction that the relayer gives. */
    public FactWriter facts() {
        return (transaction, facts) -> {
            Uni<Void> chain = Uni.createFrom().voidItem();
            for (var fact : facts) {
                chain = chain.chain(() -> transaction
                        .preparedQuery("insert into published (type, body) values ($1, $2)")
                        .execute(Tuple.of(fact.getClass().getSimpleName(), EventJson.write(fact)))
                        .replaceWithVoid());
            }
            return chain;
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
