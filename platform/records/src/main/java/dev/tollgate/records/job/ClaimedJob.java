package dev.tollgate.records.job;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A due job that this process has claimed.
 *
 * @param tenant null for a job of the installation, and so is {@code workspace}
 * @param attempt 1 for the first run
 * @param lastError why the run before failed; null if none did
 * @param lease proof of the claim: what the row must hold still when the job ends
 * @param leasedUntil how long it lasts at least, by this process's clock
 */
record ClaimedJob(
        JobId id,
        JobKind kind,
        @Nullable TenantId tenant,
        @Nullable WorkspaceId workspace,
        UUID subject,
        Instant dueAt,
        int attempt,
        @Nullable String lastError,
        UUID lease,
        Instant leasedUntil) {

    static final Comparator<ClaimedJob> BY_DUE_TIME = Comparator.comparing(ClaimedJob::dueAt);

    static ClaimedJob of(Row row, JobKind kind, Instant leasedUntil) {
        var tenant = row.getUUID("tenant_id");
        var workspace = row.getUUID("workspace_id");
        return new ClaimedJob(
                new JobId(row.getUUID("id")),
                kind,
                tenant == null ? null : new TenantId(tenant),
                workspace == null ? null : new WorkspaceId(workspace),
                row.getUUID("subject_id"),
                row.getOffsetDateTime("due_at").toInstant(),
                Objects.requireNonNull(row.getInteger("attempt")),
                row.getString("last_error"),
                row.getUUID("lease"),
                leasedUntil);
    }
}
