package dev.tollgate.records.audit.chain;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The chain an entry is sealed into: its workspace's, else its tenant's, else the installation's. */
public record Chain(UUID id) {

    /** The chain of calls on the installation as a whole. */
    public static final Chain INSTALLATION = new Chain(new UUID(0, 0));

    public static Chain of(Caller caller) {
        return of(caller.tenant(), caller.workspace());
    }

    public static Chain of(CallFacts facts) {
        return of(facts.tenant(), facts.workspace());
    }

    /** Of a call in this workspace, or on this tenant, or on neither. */
    public static Chain of(@Nullable TenantId tenant, @Nullable WorkspaceId workspace) {
        if (workspace != null) {
            return new Chain(workspace.value());
        }
        return tenant != null ? new Chain(tenant.value()) : INSTALLATION;
    }
}
