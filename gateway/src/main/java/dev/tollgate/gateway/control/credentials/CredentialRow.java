package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.control.budgets.BudgetShown;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.gateway.credential.ToolSettings;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A credential of either kind, as the tables keep it. */
record CredentialRow(
        UUID id,
        WorkspaceId workspaceId,
        CredentialSpec spec,
        @Nullable BudgetShown budget,
        CredentialStatus status,
        @Nullable CredentialLeak leak,
        List<LiveSecret> secrets,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor) {

    /** The columns that {@link #of} reads, from a table or view named {@code c}. */
    static final String COLUMNS = """
            c.id, c.workspace_id, c.name, c.scopes, c.expires_at, c.rate_limit, c.allowed_ips, c.toolsets, c.readonly, c.discover,
            c.leaked_at, c.leaked_secret, c.leak_reporter, c.leak_source, c.leak_url,
            c.revoked_at, c.last_used_at, c.version, c.source, c.last_actor, c.created_at, c.updated_at,
            CASE WHEN c.revoked_at IS NOT NULL THEN 'revoked' WHEN c.expires_at <= now() THEN 'expired'
                 WHEN c.quarantined THEN 'quarantined'
                 WHEN (SELECT w.status FROM control.workspace w WHERE w.id = c.workspace_id) = 'active' THEN 'active'
                 ELSE 'inactive' END AS status,
            (SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'prefix', s.shown, 'created_at', s.created_at, 'expires_at', s.ends_at)
                    ORDER BY s.created_at DESC, s.ends_at DESC NULLS FIRST), '[]')::text
               FROM control.credential_secret s
              WHERE s.workspace_id = c.workspace_id AND s.credential_id = c.id AND c.revoked_at IS NULL
                AND NOT c.quarantined
                AND (c.expires_at IS NULL OR c.expires_at > now())
                AND (s.ends_at IS NULL OR s.ends_at > now())) AS secrets,
            """ + BudgetShown.column("c.id");

    static CredentialRow of(Row row) {
        var budget = BudgetShown.of(row.getString("budget"));
        return new CredentialRow(
                row.getUUID("id"),
                new WorkspaceId(row.getUUID("workspace_id")),
                spec(row, budget),
                budget,
                EnumColumn.read(row, "status", CredentialStatus.class),
                leak(row),
                List.of(Json.read(row.getString("secrets"), LiveSecret[].class)),
                TimeColumn.read(row, "last_used_at"),
                TimeColumn.read(row, "revoked_at"),
                RowVersions.time(row, "created_at"),
                RowVersions.time(row, "updated_at"),
                row.getLong("version"),
                row.getString("source"),
                row.getString("last_actor"));
    }

    private static @Nullable CredentialLeak leak(Row row) {
        var reportedAt = TimeColumn.read(row, "leaked_at");
        return reportedAt == null
                ? null
                : new CredentialLeak(
                        row.getString("leaked_secret"),
                        reportedAt,
                        row.getString("leak_reporter"),
                        row.getString("leak_source"),
                        row.getString("leak_url"));
    }

    private static CredentialSpec spec(Row row, @Nullable BudgetShown budget) {
        var allowedIps = row.getArrayOfStrings("allowed_ips");
        var toolsets = row.getArrayOfStrings("toolsets");
        return new CredentialSpec(
                row.getString("name"),
                List.of(row.getArrayOfStrings("scopes")),
                TimeColumn.read(row, "expires_at"),
                row.getInteger("rate_limit"),
                allowedIps == null ? null : List.of(allowedIps),
                budget == null ? null : budget.terms(),
                new ToolSettings(
                        toolsets == null ? null : List.of(toolsets),
                        row.getBoolean("readonly"),
                        row.getBoolean("discover")));
    }
}
