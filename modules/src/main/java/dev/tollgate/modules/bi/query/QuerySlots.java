package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Limits how many queries of a workspace a process computes at a time. Shared by its event loops. */
public final class QuerySlots {

    static final int MAX = 2;

    private static final Refusal TOO_MANY = new Refusal.RateLimited(
            "The workspace has " + MAX + " queries running. Repeat the call when one has ended.",
            Duration.ofSeconds(1));

    private final Map<WorkspaceId, Integer> running = new ConcurrentHashMap<>();

    /** Runs it, or refuses while the workspace has as many as it may have. */
    public <T> Future<Outcome<T>> run(WorkspaceId workspace, Supplier<Future<Outcome<T>>> query) {
        if (running.merge(workspace, 1, Integer::sum) > MAX) {
            ended(workspace);
            return Future.succeededFuture(Outcome.refused(TOO_MANY));
        }
        Future<Outcome<T>> started;
        try {
            started = query.get();
        } catch (RuntimeException broken) {
            started = Future.failedFuture(broken);
        }
        return started.onComplete(_ -> ended(workspace));
    }

    private void ended(WorkspaceId workspace) {
        running.computeIfPresent(workspace, (_, count) -> count == 1 ? null : count - 1);
    }
}
