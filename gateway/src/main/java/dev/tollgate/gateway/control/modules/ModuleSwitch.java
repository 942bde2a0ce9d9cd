package dev.tollgate.gateway.control.modules;

import dev.tollgate.contract.caller.WorkspaceId;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a module is on in a workspace.
 *
 * @param updatedAt when it was last switched; null for never
 * @param lastActor who switched it; null for nobody
 */
public record ModuleSwitch(
        String key,
        String title,
        boolean enabled,
        @Nullable Instant updatedAt,
        @Nullable String lastActor) {

    /** The modules of the workspace that a path names. */
    public record Filter(
            WorkspaceId workspaceId,
            @Nullable @Min(1) @Max(100) Integer limit,
            @Nullable String cursor) {}

    /** The module of a path, on or off. */
    public record Setting(WorkspaceId workspaceId, String key, boolean enabled) {}
}
