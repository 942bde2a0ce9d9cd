package dev.tollgate.runtime.postgres;

import io.vertx.sqlclient.Tuple;

/** One SQL statement with its arguments. The text is a constant: it is prepared once per connection. */
public record SqlStatement(String sql, Tuple args) {}
