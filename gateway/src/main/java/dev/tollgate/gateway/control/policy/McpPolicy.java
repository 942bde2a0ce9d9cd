package dev.tollgate.gateway.control.policy;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.gateway.credential.McpMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The MCP policy of a workspace.
 *
 * @param updatedAt when it was last changed; null for never
 * @param lastActor who changed it; null for never
 */
public record McpPolicy(
        WorkspaceId workspaceId,
        McpMode mode,
        @Nullable Instant updatedAt,
        @Nullable String lastActor,
        long version) implements Resource {

    /** The default policy. */
    static McpPolicy initial(WorkspaceId workspace) {
        return new McpPolicy(workspace, McpMode.STATIC_OR_OAUTH, null, null, 1);
    }

    /** A workspace has one, so it goes by the workspace's id. */
    @Override
    public Id id() {
        return workspaceId;
    }
}
