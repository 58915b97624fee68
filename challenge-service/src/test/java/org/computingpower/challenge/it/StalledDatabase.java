package org.computingpower.challenge.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A validator's database while it makes no answer durable: receipts wait for a lock until this is closed. Everything else goes on. */
final class StalledDatabase implements AutoCloseable {

    private final Connection connection;

    StalledDatabase(ValidatorSet.Member validator) throws SQLException {
        connection = DriverManager.getConnection(validator.jdbcUrl(), validator.user(), validator.password());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table challenge.receipt in exclusive mode");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
