package dev.tollgate.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL of a test as the owner of the tables, past every policy. Each call has a session as new; a statement that fails
 * is an {@link IllegalStateException}.
 */
public record OwnerSql(String jdbcUrl, String user, String password) {

    public Connection connection() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    public void execute(String sql) {
        var _ = texts(sql);
    }

    /** The first column of every row. */
    public List<String> texts(String sql) {
        try {
            var connection = OwnerConnections.take(this);
            try {
                var all = texts(connection, sql);
                OwnerConnections.giveBack(this, connection);
                return all;
            } catch (SQLException broken) {
                connection.close();
                throw broken;
            }
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var all = new ArrayList<String>();
            if (statement.execute(sql)) {
                var rows = statement.getResultSet();
                while (rows.next()) {
                    all.add(rows.getString(1));
                }
            }
            return all;
        }
    }

    /** The first column of the first row; {@code nothing} where there is no row. */
    public String text(String sql) {
        var all = texts(sql);
        return all.isEmpty() ? "nothing" : String.valueOf(all.getFirst());
    }

    public long number(String sql) {
        return Long.parseLong(text(sql));
    }

    /** Statements of this database that another transaction keeps waiting. */
    public long lockWaits() {
        return lockWaits(Duration.ZERO);
    }

    /** The same, as long as this at least. */
    public long lockWaits(Duration least) {
        return number("""
                SELECT count(*) FROM pg_stat_activity
                 WHERE wait_event_type = 'Lock' AND datname = current_database()
                   AND clock_timestamp() - query_start >= interval '%d ms'
                """.formatted(least.toMillis()));
    }

    /** Keeps what this statement locks until the connection it gives is closed. */
    public Connection locking(String sql) {
        try {
            var connection = connection();
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                var _ = statement.execute(sql);
            }
            return connection;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Works while another transaction holds what this statement locks, which is free again afterwards. */
    public void whileLocked(String sql, Runnable work) {
        try (var connection = locking(sql)) {
            work.run();
            connection.rollback();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Works while another transaction has run this statement, which commits afterwards. */
    public void beforeCommit(String sql, Runnable work) {
        try (var connection = locking(sql)) {
            work.run();
            connection.commit();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
