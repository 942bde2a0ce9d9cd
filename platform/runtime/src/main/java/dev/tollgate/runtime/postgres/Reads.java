package dev.tollgate.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The reads of a {@link Database}: one statement each, outside of any transaction. On its event loop. */
final class Reads {
    /** Connections that reads by key share, and as many that reads of pages share. */
    private static final int SHARED_MAX = 2;

    /** What a silent server gets beyond the timeout of a statement before the connection is cut. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final long ANSWER_MAX_NANOS =
            Database.READ_TIMEOUT.plus(GRACE).toNanos();

    /**
     * Statements of shared connections change nothing and are planned once, whatever their arguments, since a plan
     * costs more than the rows they give. A plan that was made while a table was small reads an index too.
     */
    private static final Map<String, String> OF_SHARED = Map.of(
            "default_transaction_read_only", "on", "plan_cache_mode", "force_generic_plan", "enable_seqscan", "off");

    private final ConnectionPool connections;
    private final ConnectionPool poolByKey;
    private final ConnectionPool poolOfPages;
    private final SharedConnections byKey;
    private final SharedConnections ofPages;
    private final WalledStatements walled = new WalledStatements();

    Reads(ContextInternal context, PgConnectOptions options, ConnectionPool connections) {
        this.connections = connections;
        var ofShared = new PgConnectOptions(options);
        OF_SHARED.forEach(ofShared::addProperty);
        this.poolByKey = new ConnectionPool(context, ofShared, SHARED_MAX);
        this.poolOfPages = new ConnectionPool(context, ofShared, SHARED_MAX);
        this.byKey = new SharedConnections(poolByKey, SHARED_MAX, ANSWER_MAX_NANOS);
        this.ofPages = new SharedConnections(poolOfPages, SHARED_MAX, ANSWER_MAX_NANOS);
    }

    /** On a connection of its own. */
    Future<List<RowSet<Row>>> all(RowSecurityContext context, List<SqlStatement> statements) {
        return connections.borrow(context).compose(connection -> {
            connection.dueNanos = System.nanoTime() + ANSWER_MAX_NANOS;
            var answers = statements.stream()
                    .map(statement -> walled.query(connection, context, statement))
                    .toList();
            return Future.join(answers)
                    .onComplete(_ -> release(connection, answers))
                    .map(_ -> answers.stream().map(Future::result).toList())
                    .recover(cause -> Future.failedFuture(SqlState.before(cause)));
        });
    }

    Future<RowSet<Row>> byKey(RowSecurityContext context, SqlStatement statement) {
        return shared(byKey, context, statement);
    }

    Future<RowSet<Row>> page(RowSecurityContext context, SqlStatement statement) {
        return shared(ofPages, context, statement);
    }

    int sharedCount() {
        return byKey.size() + ofPages.size();
    }

    Future<Void> close() {
        return Future.join(poolByKey.close(), poolOfPages.close()).mapEmpty();
    }

    private void release(PooledConnection connection, List<Future<RowSet<Row>>> answers) {
        connection.dueNanos = 0;
        if (answers.stream().anyMatch(answer -> answer.failed() && SqlState.ended(answer.cause()))) {
            connections.discard(connection);
        } else {
            connections.giveBack(connection);
        }
    }

    private Future<RowSet<Row>> shared(SharedConnections shared, RowSecurityContext context, SqlStatement statement) {
        return shared.query(connection -> walled.query(connection, context, statement))
                .recover(cause -> Future.failedFuture(SqlState.before(cause)));
    }
}
