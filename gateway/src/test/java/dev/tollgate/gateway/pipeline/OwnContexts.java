package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Contexts of requests that no gate has made. */
public final class OwnContexts {

    private OwnContexts() {}

    /** Of an agent in this workspace with these scopes. */
    public static RequestContext in(WorkspaceSnapshot workspace, Set<Scope> scopes) {
        var id = UUID.randomUUID();
        var arrival = new Arrival(
                new RequestId(id), null, Instant.EPOCH, System.nanoTime(), Surface.MCP, "127.0.0.1", null, null);
        var actor = new Actor(Actor.Kind.MCP_CLIENT, "mcp_1", "tester");
        return new RequestContext(
                arrival,
                new Credential(id, actor, Surface.MCP, workspace, scopes, null, null, false),
                workspace.tenant(),
                workspace);
    }

    /** Of a caller without workspace and rights. Callers on one surface are the same one. */
    public static RequestContext on(Surface surface) {
        var arrival = new Arrival(
                new RequestId(UUID.randomUUID()),
                null,
                Instant.EPOCH,
                System.nanoTime(),
                surface,
                "127.0.0.1",
                null,
                null);
        var actor = new Actor(Actor.Kind.API_KEY, "key_1", "tester");
        return new RequestContext(
                arrival, new Credential(new UUID(0, 1), actor, surface, null, Set.of(), null, null, false), null, null);
    }
}
