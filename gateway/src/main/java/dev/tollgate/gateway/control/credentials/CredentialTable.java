package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The rows of one kind of credential. */
final class CredentialTable {

    static final String LIST = "SELECT " + CredentialRow.COLUMNS + """
              FROM control.credential c
             WHERE c.workspace_id = $1 AND c.kind = $2 AND ($3::uuid IS NULL OR c.id < $3)
             ORDER BY c.id DESC
             LIMIT $4
            """;

    static final String GET = "SELECT " + CredentialRow.COLUMNS
            + " FROM control.credential c WHERE c.workspace_id = $1 AND c.kind = $2 AND c.id = $3";

    private static final String LOCK =
            "SELECT 1 FROM control.credential WHERE workspace_id = $1 AND kind = $2 AND id = $3 FOR UPDATE";

    private static final String INSERT = """
            INSERT INTO control.credential
                   (workspace_id, kind, id, name, scopes, expires_at, rate_limit, allowed_ips, toolsets, readonly, discover,
                    source, last_actor, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
            """;

    private static final String UPDATE = """
            UPDATE control.credential
               SET name = $4, scopes = $5, expires_at = $6, rate_limit = $7, allowed_ips = $8,
                   toolsets = $9, readonly = $10, discover = $11,
                   source = $12, last_actor = $13, updated_at = $14, version = version + 1
             WHERE workspace_id = $1 AND kind = $2 AND id = $3
            """;

    private static final String REVOKE = """
            UPDATE control.credential
               SET revoked_at = $6, source = $4, last_actor = $5, updated_at = $6, version = version + 1
             WHERE workspace_id = $1 AND kind = $2 AND id = $3
            """;

    private static final String RELEASE = """
            UPDATE control.credential SET quarantined = false WHERE workspace_id = $1 AND kind = $2 AND id = $3
            """;

    private static final String LEAKED = """
            UPDATE control.credential
               SET quarantined = $4, leaked_at = $5, leaked_secret = $6, leak_reporter = $7, leak_source = $8,
                   leak_url = $9, source = $10, last_actor = $7, updated_at = $5, version = version + 1
             WHERE workspace_id = $1 AND kind = $2 AND id = $3
            """;

    private final String kind;

    CredentialTable(String kind) {
        this.kind = kind;
    }

    Tuple key(WorkspaceId workspace, UUID id) {
        return Tuple.of(workspace.value(), kind, id);
    }

    static Optional<CredentialRow> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(CredentialRow::of);
    }

    /** The row and its secrets, which stay as they are until the transaction ends. */
    Future<Optional<CredentialRow>> locked(Transaction tx, WorkspaceId workspace, UUID id) {
        return tx.lockThenRead(LOCK, GET, key(workspace, id)).map(CredentialTable::first);
    }

    /** The row as this transaction sees it. */
    Future<CredentialRow> row(Transaction tx, WorkspaceId workspace, UUID id) {
        return tx.query(GET, key(workspace, id)).map(rows -> first(rows).orElseThrow());
    }

    Future<RowSet<Row>> insert(Transaction tx, WorkspaceId workspace, UUID id, CredentialSpec spec, RowStamp stamp) {
        return tx.query(INSERT, row(workspace, id, spec, stamp));
    }

    Future<RowSet<Row>> update(Transaction tx, WorkspaceId workspace, UUID id, CredentialSpec spec, RowStamp stamp) {
        return tx.query(UPDATE, row(workspace, id, spec, stamp));
    }

    Future<RowSet<Row>> revoke(Transaction tx, WorkspaceId workspace, UUID id, RowStamp stamp) {
        return tx.query(
                REVOKE,
                key(workspace, id)
                        .addString(stamp.source())
                        .addString(stamp.actor())
                        .addOffsetDateTime(stamp.at()));
    }

    /** Ends a quarantine. */
    Future<RowSet<Row>> released(Transaction tx, WorkspaceId workspace, UUID id) {
        return tx.query(RELEASE, key(workspace, id));
    }

    /** A secret was found in public; with its newest one, the credential is in quarantine. */
    Future<RowSet<Row>> leaked(Transaction tx, CredentialRow row, CredentialLeak leak, boolean newest, RowStamp stamp) {
        return tx.query(
                LEAKED,
                key(row.workspaceId(), row.id())
                        .addBoolean(newest)
                        .addOffsetDateTime(stamp.at())
                        .addString(leak.prefix())
                        .addString(leak.reporter())
                        .addString(leak.source())
                        .addString(leak.url())
                        .addString(stamp.source()));
    }

    private Tuple row(WorkspaceId workspace, UUID id, CredentialSpec spec, RowStamp stamp) {
        var allowedIps = spec.allowedIps();
        var toolsets = spec.tools().toolsets();
        return key(workspace, id)
                .addString(spec.name())
                .addArrayOfString(spec.scopes().toArray(String[]::new))
                .addOffsetDateTime(TimeColumn.argument(spec.expiresAt()))
                .addInteger(spec.rateLimit())
                .addArrayOfString(allowedIps == null ? null : allowedIps.toArray(String[]::new))
                .addArrayOfString(toolsets == null ? null : toolsets.toArray(String[]::new))
                .addBoolean(spec.tools().readOnly())
                .addBoolean(spec.tools().discover())
                .addString(stamp.source())
                .addString(stamp.actor())
                .addOffsetDateTime(stamp.at());
    }
}
