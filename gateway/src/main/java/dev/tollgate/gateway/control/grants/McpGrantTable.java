package dev.tollgate.gateway.control.grants;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.McpGrantId;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.control.budgets.BudgetShown;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of grants. */
final class McpGrantTable {

    private static final String COLUMNS = """
            id, workspace_id, subject, scopes, version, source, last_actor, created_at, updated_at,
            """ + BudgetShown.column("mcp_grant.id");

    private static final String MEMBER = "SELECT id FROM control.member WHERE workspace_id = $1 AND subject = $2";

    static final String LIST = "SELECT " + COLUMNS + """
              FROM control.mcp_grant
             WHERE workspace_id = $1 AND ($2::text IS NULL OR subject = $2) AND ($3::uuid IS NULL OR id < $3)
             ORDER BY id DESC
             LIMIT $4
            """;

    static final String GET = "SELECT " + COLUMNS + " FROM control.mcp_grant WHERE workspace_id = $1 AND id = $2";

    private static final String LOCK =
            "SELECT 1 FROM control.mcp_grant WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE";

    private static final String INSERT = """
            INSERT INTO control.mcp_grant
                   (workspace_id, id, subject, scopes, source, last_actor, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
            RETURNING
            """ + COLUMNS;

    private static final String UPDATE = """
            UPDATE control.mcp_grant
               SET scopes = $3, source = $4, last_actor = $5, updated_at = $6, version = version + 1
             WHERE workspace_id = $1 AND id = $2
            RETURNING
            """ + COLUMNS;

    private static final String DELETE = "DELETE FROM control.mcp_grant WHERE workspace_id = $1 AND id = $2";

    private McpGrantTable() {}

    static Tuple key(Caller caller, UUID id) {
        return Tuple.of(caller.workspaceId().value(), id);
    }

    static Optional<McpGrant> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(McpGrantTable::of);
    }

    static McpGrant of(Row row) {
        return new McpGrant(
                new McpGrantId(row.getUUID("id")),
                new WorkspaceId(row.getUUID("workspace_id")),
                row.getString("subject"),
                List.of(row.getArrayOfStrings("scopes")),
                BudgetShown.of(row.getString("budget")),
                RowVersions.time(row, "created_at"),
                RowVersions.time(row, "updated_at"),
                row.getLong("version"),
                row.getString("source"),
                row.getString("last_actor"));
    }

    /** The row, which stays as it is until the transaction ends. */
    static Future<Optional<McpGrant>> locked(Transaction tx, Caller caller, UUID id) {
        return tx.lockThenRead(LOCK, GET, key(caller, id)).map(McpGrantTable::first);
    }

    static Future<McpGrant> row(Transaction tx, Caller caller, UUID id) {
        return one(tx.query(GET, key(caller, id)));
    }

    /** The membership of the grant's person, which usage names; null where they are no member. */
    static Future<@Nullable String> spender(Transaction tx, McpGrant grant) {
        return tx.query(MEMBER, Tuple.of(grant.workspaceId().value(), grant.subject()))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new MemberId(row.getUUID("id")).text())
                        .orElse(null));
    }

    static Future<McpGrant> insert(Transaction tx, Tuple key, String subject, List<String> scopes, RowStamp stamp) {
        return one(tx.query(INSERT, touched(key.addString(subject), scopes, stamp)));
    }

    static Future<McpGrant> update(Transaction tx, Tuple key, List<String> scopes, RowStamp stamp) {
        return one(tx.query(UPDATE, touched(key, scopes, stamp)));
    }

    static Future<RowSet<Row>> delete(Transaction tx, Tuple key) {
        return tx.query(DELETE, key);
    }

    private static Future<McpGrant> one(Future<RowSet<Row>> rows) {
        return rows.map(found -> of(found.iterator().next()));
    }

    private static Tuple touched(Tuple row, List<String> scopes, RowStamp stamp) {
        return row.addArrayOfString(scopes.toArray(String[]::new))
                .addString(stamp.source())
                .addString(stamp.actor())
                .addOffsetDateTime(stamp.at());
    }
}
