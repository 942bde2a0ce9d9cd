package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;

/**
 * One long-lived connection: for session advisory locks, LISTEN and NOTIFY. Without a tenant, so row-level security
 * hides tenant rows. Not re-established when it closes: its locks are lost.
 */
public final class DedicatedConnection {
    private static final long ANSWER_MAX_MS = 6_000;

    private final PgConnection connection;

    private DedicatedConnection(PgConnection connection) {
        this.connection = connection;
    }

    /** Opens it on the caller's context. */
    public static Future<DedicatedConnection> open(Vertx vertx, PostgresSettings settings, DatabaseRole role) {
        var attempt = PgConnection.connect(vertx, ConnectOptions.of(settings, role));
        return attempt.timeout(ConnectionPool.CONNECT_MAX_MS, TimeUnit.MILLISECONDS)
                .onFailure(_ -> attempt.onSuccess(late -> late.close().onFailure(_ -> {})))
                .map(DedicatedConnection::new)
                .recover(cause ->
                        Future.failedFuture(Failure.Unavailable.before("failed to connect to PostgreSQL", cause)));
    }

    /** One statement, committed on its own; sent at once, after earlier ones. */
    public Future<RowSet<Row>> query(String sql, Tuple args) {
        return connection.preparedQuery(sql).execute(args).timeout(ANSWER_MAX_MS, TimeUnit.MILLISECONDS);
    }

    /** A statement without arguments, such as LISTEN. */
    public Future<Void> command(String sql) {
        return connection
                .query(sql)
                .execute()
                .timeout(ANSWER_MAX_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    /** Called once, when the connection is closed for any reason. */
    public void onClose(Runnable gone) {
        connection.exceptionHandler(_ -> {});
        connection.closeHandler(_ -> gone.run());
    }

    /** Called for every notification on the channels that were listened to. */
    public void onNotification(Runnable notified) {
        connection.notificationHandler(_ -> notified.run());
    }

    public Future<Void> close() {
        return connection.close();
    }

    /** Closes it without a farewell, which would wait for answers that do not come. */
    public void cut() {
        PooledConnection.cut(connection);
    }
}
