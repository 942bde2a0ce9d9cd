package dev.tollgate.modules.analytics.hash;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** Where statements are sent to: a transaction, or reads by themselves. */
@FunctionalInterface
public interface StatementRunner {
    Future<RowSet<Row>> query(String sql, Tuple args);
}
