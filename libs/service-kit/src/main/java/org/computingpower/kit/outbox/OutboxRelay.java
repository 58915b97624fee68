package org.computingpower.kit.outbox;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.computingpower.kit.KitConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Sends the outbox to Kafka. One leader per service and database by an advisory lock, on a connection of its own that
 * also listens: when the connection is lost so is the lead, and what was sent but not deleted is sent again (consumers
 * apply an id once). Blocking code on one thread of its own; nothing runs on an event loop.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final Duration STANDBY_INTERVAL = Duration.ofSeconds(1);
    private static final Duration BACKLOG_INTERVAL = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final int NETWORK_TIMEOUT_MILLIS = 30_000;

    private final KitConfig config;
    private final AgroalDataSource dataSource;
    private final Outbox outbox;
    private final Map<String, Object> kafka;
    private final Counter published;
    private final Counter failures;
    private final AtomicLong backlog;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean leading;
    private @Nullable Thread thread;
    private long backlogMeasuredNanos = System.nanoTime() - BACKLOG_INTERVAL.toNanos();

    OutboxRelay(
            KitConfig config,
            AgroalDataSource dataSource,
            Outbox outbox,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry metrics) {
        this.config = config;
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.kafka = kafka;
        this.published = metrics.counter("cpp.kit.outbox.published");
        this.failures = metrics.counter("cpp.kit.outbox.failures");
        this.backlog = metrics.gauge("cpp.kit.outbox.backlog", new AtomicLong());
    }

    void start(@Observes StartupEvent event) {
        if (config.outbox().enabled()) {
            thread = Thread.ofPlatform().name("outbox-relay").start(this::run);
        }
    }

    void stopEarly(@Observes ShutdownDelayInitiatedEvent event) {
        stopped.countDown();
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        if (thread != null) {
            thread.join(STOP_TIMEOUT);
        }
    }

    /** Whether the relay's thread runs (or is not wanted). */
    public boolean alive() {
        return !config.outbox().enabled() || (thread != null && thread.isAlive());
    }

    /** Whether this process holds the lead. */
    public boolean leading() {
        return leading;
    }

    private void run() {
        while (stopped.getCount() > 0) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(true);
                connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
                try {
                    serve(connection);
                } finally {
                    leading = false;
                    release(connection);
                }
            } catch (SQLException | RuntimeException e) {
                failures.increment();
                LOG.warnf("Outbox relay lost its database, retries: reason=%s", e.getMessage());
                pause(STANDBY_INTERVAL);
            }
        }
    }

    private void serve(Connection connection) throws SQLException {
        while (stopped.getCount() > 0 && !lead(connection)) {
            measureBacklog(connection);
            pause(STANDBY_INTERVAL);
        }
        leading = stopped.getCount() > 0;
        if (leading) {
            LOG.infof("Outbox relay leads: schema=%s", config.schema());
            execute(connection, "listen outbox_" + config.schema());
            relay(connection);
        }
    }

    private void relay(Connection connection) throws SQLException {
        PGConnection notifications = connection.unwrap(PGConnection.class);
        int pollMillis = Math.toIntExact(config.outbox().pollInterval().toMillis());
        try (OutboxSender sender = new OutboxSender(kafka, config.outbox().maxBatch())) {
            while (stopped.getCount() > 0) {
                measureBacklog(connection);
                OutboxSender.Round round = sender.sendOnce(connection);
                published.increment(round.published());
                if (round.failed() > 0) {
                    failures.increment(round.failed());
                    pause(STANDBY_INTERVAL);
                } else if (round.published() < config.outbox().maxBatch()) {
                    notifications.getNotifications(pollMillis);
                }
            }
        }
    }

    private boolean lead(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
            statement.setString(1, "outbox relay of " + config.schema());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    private void measureBacklog(Connection connection) throws SQLException {
        if (System.nanoTime() - backlogMeasuredNanos < BACKLOG_INTERVAL.toNanos()) {
            return;
        }
        backlogMeasuredNanos = System.nanoTime();
        int limit = config.outbox().maxBacklog();
        try (PreparedStatement statement =
                connection.prepareStatement("select count(*) from (select 1 from outbox limit ?) as waiting")) {
            statement.setInt(1, limit);
            try (ResultSet result = statement.executeQuery()) {
                long waiting = result.next() ? result.getLong(1) : 0;
                backlog.set(waiting);
                outbox.full(waiting >= limit);
            }
        }
    }

    private static void release(Connection connection) {
        try {
            execute(connection, "unlisten *");
            execute(connection, "select pg_advisory_unlock_all()");
        } catch (SQLException e) {
            LOG.debugf("The server releases the lock with the lost connection: reason=%s", e.getMessage());
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void pause(Duration duration) {
        try {
            if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Outbox relay stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }
}
