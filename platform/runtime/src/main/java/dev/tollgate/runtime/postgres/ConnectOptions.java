package dev.tollgate.runtime.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.util.Map;

/** How connections to PostgreSQL are made: as whom, with which limits, and what they keep. */
final class ConnectOptions {

    private static final int PIPELINED_MAX = 256;
    private static final int PREPARED_MAX = 3_072;

    private ConnectOptions() {}

    static PgConnectOptions of(PostgresSettings settings, DatabaseRole role) {
        var options = new PgConnectOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setDatabase(settings.database())
                .setUser(settings.user())
                .setPassword(settings.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(PREPARED_MAX)
                .setPreparedStatementCacheSqlLimit(Integer.MAX_VALUE)
                .setPreparedStatementCacheSqlFilter(SqlStatement::isKept)
                .setPipeliningLimit(PIPELINED_MAX);
        Map.of(
                        "role", role.name(),
                        "application_name", role.name(),
                        "lock_timeout", String.valueOf(Database.LOCK_TIMEOUT.toMillis()),
                        "statement_timeout", String.valueOf(Database.READ_TIMEOUT.toMillis()),
                        "idle_in_transaction_session_timeout", String.valueOf(Database.READ_TIMEOUT.toMillis()),
                        "jit", "off",
                        "TimeZone", "UTC")
                .forEach(options::addProperty);
        return options;
    }
}
