package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * MCP policies of workspaces, for the challenge of unknown callers. Limited in memory and queries, because anyone can
 * cause them; an unknown workspace has the default policy. One per event loop.
 */
public final class McpPolicyCache {

    static final int WORKSPACES_MAX = 10_000;
    static final int ASKING_MAX = 2;

    private final Map<WorkspaceId, McpMode> known = new LruMap<>(WORKSPACES_MAX);
    private final SharedCredentialLookups lookups;
    private final Function<WorkspaceId, Future<Optional<WorkspaceSnapshot>>> rows;
    private long version;
    private int asking;

    /** Policies from {@code rows}, until they are invalidated. */
    public McpPolicyCache(
            SharedCredentialLookups lookups, Function<WorkspaceId, Future<Optional<WorkspaceSnapshot>>> rows) {
        this.lookups = lookups;
        this.rows = rows;
    }

    /** The policy of a workspace; the default one if the look-up fails. */
    public Future<McpMode> mode(WorkspaceId workspace) {
        if (version != lookups.version()) {
            version = lookups.version();
            known.clear();
        }
        var mode = lookups.listening() ? known.get(workspace) : null;
        if (mode != null || asking >= ASKING_MAX) {
            return Future.succeededFuture(mode == null ? McpMode.STATIC_OR_OAUTH : mode);
        }
        long asked = version;
        asking++;
        return rows.apply(workspace)
                .map(found -> found.map(WorkspaceSnapshot::mcpMode).orElse(McpMode.STATIC_OR_OAUTH))
                .onSuccess(told -> remember(workspace, told, asked))
                .otherwise(McpMode.STATIC_OR_OAUTH)
                .onComplete(_ -> asking--);
    }

    private void remember(WorkspaceId workspace, McpMode mode, long asked) {
        if (lookups.listening() && lookups.version() == asked && version == asked) {
            known.put(workspace, mode);
        }
    }
}
