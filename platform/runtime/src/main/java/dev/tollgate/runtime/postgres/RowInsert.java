package dev.tollgate.runtime.postgres;

import io.vertx.sqlclient.Tuple;

/** One row to insert. It does not need that others are inserted, so it can share a statement with them. */
public record RowInsert(InsertSql insert, Tuple args) {

    public RowInsert {
        if (args.size() != insert.parameters()) {
            throw new IllegalArgumentException(
                    args.size() + " arguments for " + insert.parameters() + " parameters: " + insert.sql());
        }
    }

    public String sql() {
        return insert.sql();
    }

    /** The INSERT as a statement of its own. */
    public SqlStatement statement() {
        return new SqlStatement(sql(), args);
    }
}
