package dev.tollgate.runtime.postgres;

import io.vertx.sqlclient.Tuple;

/**
 * One SQL statement with its arguments. The text is a constant, prepared once per connection, or made by {@link #once}.
 */
public record SqlStatement(String sql, Tuple args) {

    private static final String ONCE = "/* once */ ";

    /**
     * A statement whose text was put together for one call. Connections do not keep it prepared, since it would take
     * the place of one that is used again.
     */
    public static SqlStatement once(String sql, Tuple args) {
        return new SqlStatement(ONCE + sql, args);
    }

    /** Whether connections keep a statement prepared. */
    static boolean isKept(String sql) {
        return !sql.startsWith(ONCE);
    }
}
