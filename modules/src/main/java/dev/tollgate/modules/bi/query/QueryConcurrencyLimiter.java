package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.KeyedConcurrencyLimiter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/** Limits how many queries of a workspace, and of a tenant, a process computes at a time. Shared by its event loops. */
public final class QueryConcurrencyLimiter {

    static final int WORKSPACE_MAX = 2;

    /** Of all workspaces of a tenant together. */
    static final int TENANT_MAX = 3;

    private static final Refusal TOO_MANY = new Refusal.RateLimited(
            "The workspace has " + WORKSPACE_MAX + " queries running. Repeat the call when one has ended.",
            Duration.ofSeconds(1));

    private static final Refusal TOO_MANY_OF_TENANT = new Refusal.RateLimited(
            "The workspaces of this tenant have " + TENANT_MAX
                    + " queries running. Repeat the call when one has ended.",
            Duration.ofSeconds(1));

    private final KeyedConcurrencyLimiter<WorkspaceId> workspaces = new KeyedConcurrencyLimiter<>(WORKSPACE_MAX);
    private final KeyedConcurrencyLimiter<TenantId> tenants = new KeyedConcurrencyLimiter<>(TENANT_MAX);

    /** Runs it, or refuses while the workspace or its tenant has as many as it may have. */
    public <T> Future<Outcome<T>> run(Caller caller, Supplier<Future<Outcome<T>>> query) {
        var workspace = caller.workspaceId();
        var tenant = caller.tenantId();
        if (!workspaces.take(workspace)) {
            return Future.succeededFuture(Outcome.refused(TOO_MANY));
        }
        if (!tenants.take(tenant)) {
            workspaces.give(workspace);
            return Future.succeededFuture(Outcome.refused(TOO_MANY_OF_TENANT));
        }
        return Future.<Void>succeededFuture().compose(_ -> query.get()).onComplete(_ -> {
            tenants.give(tenant);
            workspaces.give(workspace);
        });
    }
}
