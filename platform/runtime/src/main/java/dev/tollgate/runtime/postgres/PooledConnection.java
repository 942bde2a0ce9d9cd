package dev.tollgate.runtime.postgres;

import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Future;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection, lent to one transaction at a time. Remembers which statements it has prepared: a statement that is
 * not prepared yet can still fail on our side, behind the back of a COMMIT that was written after it.
 */
final class PooledConnection {
    private static final int FLUSHES_JOINED_MAX = 256;

    final PgConnection connection;
    private final Set<String> prepared = new HashSet<>();

    /** Deadline of its borrower, in {@link System#nanoTime}. */
    long dueNanos;

    boolean open = true;

    PooledConnection(PgConnection connection) {
        this.connection = connection;
        joinFlushes(connection);
    }

    /** BEGIN, COMMIT, ROLLBACK: no parameters, no rows. */
    Future<Void> command(String sql) {
        return connection.query(sql).execute().mapEmpty();
    }

    Future<RowSet<Row>> query(String sql, Tuple args) {
        return connection.preparedQuery(sql).execute(args).onSuccess(_ -> kept(sql));
    }

    Future<RowSet<Row>> batch(String sql, List<Tuple> args) {
        return connection.preparedQuery(sql).executeBatch(args).onSuccess(_ -> kept(sql));
    }

    private void kept(String sql) {
        if (SqlStatement.isKept(sql)) {
            prepared.add(sql);
        }
    }

    boolean prepared(String sql) {
        return prepared.contains(sql);
    }

    void cut() {
        cut(connection);
    }

    /** Ends the socket without a word: a peer that does not answer would not answer a farewell either. */
    static void cut(PgConnection connection) {
        var socket = socket(connection);
        var closing = socket == null ? connection.close() : socket.close();
        closing.onFailure(_ -> {});
    }

    /** Statements written in one tick leave in one packet instead of one each. */
    private static void joinFlushes(PgConnection connection) {
        var socket = socket(connection);
        if (socket != null) {
            socket.channelHandlerContext().pipeline().addFirst(new FlushConsolidationHandler(FLUSHES_JOINED_MAX, true));
        }
    }

    private static @Nullable NetSocketInternal socket(PgConnection connection) {
        return connection instanceof SqlConnectionInternal internal
                        && internal.unwrap() instanceof SocketConnectionBase socketConnection
                ? socketConnection.socket()
                : null;
    }
}
