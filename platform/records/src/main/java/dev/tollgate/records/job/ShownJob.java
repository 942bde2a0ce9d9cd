package dev.tollgate.records.job;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.EnumColumn;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A durable job, as operators see it. */
public record ShownJob(
        JobId id,

        @JsonPropertyDescription("What it does: key of the module, a dot and a name.")
        String kind,

        @JsonPropertyDescription(
                "scheduled, running, failing: its last run failed and it runs again at next_run_at, or waiting: its workspace is "
                        + "not active or its module is off.")
        State state,

        @JsonPropertyDescription("Time it was set for.") Instant dueAt,

        @JsonPropertyDescription("Next time a process looks at it. While it runs: when another process may run it.")
        Instant nextRunAt,

        @JsonPropertyDescription("Runs since it was set for this time.")
        int attempt,

        @JsonPropertyDescription("Kind of the last failure. Absent if its last run did not fail.") @Nullable String lastError,

        @JsonPropertyDescription("ID of the record it is about. Absent for jobs of the installation.") @Nullable String subjectId,

        @JsonPropertyDescription("Absent for jobs of the installation.") @Nullable WorkspaceId workspaceId,

        @JsonPropertyDescription("Absent for jobs of the installation.") @Nullable TenantId tenantId) {

    /** What becomes of a job. */
    public enum State {
        SCHEDULED,
        RUNNING,
        FAILING,
        WAITING
    }

    static ShownJob of(Row row) {
        var workspace = row.getUUID("workspace_id");
        var tenant = row.getUUID("tenant_id");
        return new ShownJob(
                new JobId(row.getUUID("id")),
                row.getString("kind"),
                EnumColumn.read(row, "state", State.class),
                row.getOffsetDateTime("due_at").toInstant(),
                row.getOffsetDateTime("next_at").toInstant(),
                row.getInteger("attempt"),
                row.getString("last_error"),
                subject(row.getString("subject_prefix"), row.getUUID("subject_id")),
                workspace == null ? null : new WorkspaceId(workspace),
                tenant == null ? null : new TenantId(tenant));
    }

    private static @Nullable String subject(@Nullable String prefix, UUID id) {
        if (prefix == null) {
            return null;
        }
        var letters = new byte[prefix.length() + 1 + TypeId.SUFFIX_LENGTH];
        var _ = TypeId.write(prefix, id, letters, 0);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }
}
