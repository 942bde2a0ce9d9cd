package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Limits how many queries of a workspace, and of a tenant, a process computes at a time. Shared by its event loops. */
public final class QuerySlots {

    /** Of a workspace. */
    static final int MAX = 2;

    /** Of all workspaces of a tenant together. */
    static final int TENANT_MAX = 3;

    private static final Refusal TOO_MANY = new Refusal.RateLimited(
            "The workspace has " + MAX + " queries running. Repeat the call when one has ended.",
            Duration.ofSeconds(1));

    private static final Refusal TOO_MANY_OF_TENANT = new Refusal.RateLimited(
            "The workspaces of this tenant have " + TENANT_MAX
                    + " queries running. Repeat the call when one has ended.",
            Duration.ofSeconds(1));

    /** Those that are running, by whose they are. */
    private static final class Running<K> {
        private final Map<K, Integer> counts = new ConcurrentHashMap<>();
        private final int most;

        Running(int most) {
            this.most = most;
        }

        /** False, and nothing has begun, if there are as many as may be. */
        boolean begin(K key) {
            boolean free = counts.merge(key, 1, Integer::sum) <= most;
            if (!free) {
                end(key);
            }
            return free;
        }

        void end(K key) {
            counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    private final Running<WorkspaceId> ofWorkspaces = new Running<>(MAX);
    private final Running<TenantId> ofTenants = new Running<>(TENANT_MAX);

    /** Runs it, or refuses while the workspace or its tenant has as many as it may have. */
    public <T> Future<Outcome<T>> run(Caller caller, Supplier<Future<Outcome<T>>> query) {
        if (!ofWorkspaces.begin(caller.workspaceId())) {
            return Future.succeededFuture(Outcome.refused(TOO_MANY));
        }
        if (!ofTenants.begin(caller.tenantId())) {
            ofWorkspaces.end(caller.workspaceId());
            return Future.succeededFuture(Outcome.refused(TOO_MANY_OF_TENANT));
        }
        Future<Outcome<T>> started;
        try {
            started = query.get();
        } catch (RuntimeException broken) {
            started = Future.failedFuture(broken);
        }
        return started.onComplete(_ -> {
            ofTenants.end(caller.tenantId());
            ofWorkspaces.end(caller.workspaceId());
        });
    }
}
