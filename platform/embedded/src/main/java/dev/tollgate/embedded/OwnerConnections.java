package dev.tollgate.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Idle connections of {@link OwnerSql}: to open one costs the server fifty times what most statements cost, and tests
 * look at a table many times a second while they wait. Each is used by one thread at a time and given back as new.
 */
final class OwnerConnections {

    private static final int IDLE_MAX = 8;
    private static final int VALID_SECONDS_MAX = 2;
    private static final Deque<Idle> IDLE = new ArrayDeque<>();

    private record Idle(OwnerSql of, Connection connection) {}

    private OwnerConnections() {}

    /** An idle connection that still answers, or a new one. */
    static Connection take(OwnerSql of) throws SQLException {
        for (var idle = polled(of); idle != null; idle = polled(of)) {
            if (idle.isValid(VALID_SECONDS_MAX)) {
                return idle;
            }
            idle.close();
        }
        return of.connection();
    }

    private static @Nullable Connection polled(OwnerSql of) {
        synchronized (IDLE) {
            for (var all = IDLE.descendingIterator(); all.hasNext(); ) {
                var idle = all.next();
                if (idle.of().equals(of)) {
                    all.remove();
                    return idle.connection();
                }
            }
            return null;
        }
    }

    /** Keeps a connection on which the last statement succeeded, without anything that its session has set. */
    static void giveBack(OwnerSql of, Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("DISCARD ALL");
        } catch (SQLException inTransaction) {
            connection.close();
            return;
        }
        @Nullable Idle oldest = null;
        synchronized (IDLE) {
            IDLE.addLast(new Idle(of, connection));
            if (IDLE.size() > IDLE_MAX) {
                oldest = IDLE.removeFirst();
            }
        }
        if (oldest != null) {
            oldest.connection().close();
        }
    }

    /** A database that is copied must have no connection. */
    static void closeIdle() throws SQLException {
        synchronized (IDLE) {
            for (var idle : IDLE) {
                idle.connection().close();
            }
            IDLE.clear();
        }
    }
}
