package dev.tollgate.gateway.control.workspaces;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Resource;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The boundary for every record, credential, audit row and webhook.
 *
 * @param slug unique in the installation; never changes
 * @param archivedAt from when the thirty days run in which it can be restored
 */
public record Workspace(
        WorkspaceId id,
        TenantId tenantId,
        String slug,
        String name,
        Status status,
        @Nullable Instant suspendedAt,
        @Nullable Instant archivedAt,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements Resource {

    /** What a workspace may do: everything; nothing until it is resumed; nothing until it is restored. */
    public enum Status {
        ACTIVE,
        SUSPENDED,
        ARCHIVED
    }

    /** What a slug looks like. */
    static final String SLUG = "^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$";

    /**
     * A workspace to be made.
     *
     * @param slug null to have one made from the name
     */
    public record New(
            TenantId tenantId,
            @NotBlank @Size(max = 200) String name,
            @Nullable @Pattern(regexp = SLUG) String slug) {}

    /** Which workspaces of a tenant to list. */
    public record Filter(
            TenantId tenantId,
            @Nullable String slug,
            @Nullable @Min(1) @Max(100) Integer limit,
            @Nullable String cursor) {}

    /** The workspace that a path names. */
    public record Ref(WorkspaceId workspaceId) {}

    /** What is to change. */
    public record Update(WorkspaceId workspaceId, Patch<@NotBlank @Size(max = 200) String> name) {}
}
