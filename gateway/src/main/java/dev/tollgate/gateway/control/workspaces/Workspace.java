package dev.tollgate.gateway.control.workspaces;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The boundary for every record, credential, audit row and webhook.
 *
 * @param slug unique in the installation; never changes
 * @param archivedAt start of the thirty days in which it can be restored
 */
public record Workspace(
        WorkspaceId id,
        TenantId tenantId,
        String slug,
        String name,

        @JsonPropertyDescription(
                "IANA name of its time zone, such as Europe/Berlin: a day alone, given for a time, is a day there.")
        String timeZone,

        Status status,
        @Nullable Instant suspendedAt,
        @Nullable Instant archivedAt,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements Resource {

    /** State of a workspace: active; suspended, until it is resumed; archived, until it is restored. */
    public enum Status {
        ACTIVE,
        SUSPENDED,
        ARCHIVED
    }

    static final int NAME_CHARS_MAX = 200;
    static final int TIME_ZONE_CHARS_MAX = 64;

    /** Pattern of a slug. */
    static final String SLUG = "^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$";
}
