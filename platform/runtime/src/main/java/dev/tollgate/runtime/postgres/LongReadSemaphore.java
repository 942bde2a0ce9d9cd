package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.memory.FairQueue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Limits concurrent transactions that may take long, such as those of reports, so that connections stay free for short
 * ones. There is a permit for half of the connections of the pool; one tenant holds half of the permits at most. A
 * transaction without a permit waits for one; tenants take turns. Used on the event loop of the pool only.
 */
final class LongReadSemaphore {

    /** Transactions that wait for a permit. */
    static final int WAITING_MAX = 256;

    private record Waiting(RowSecurityContext tenant, Promise<Void> promise) {

        boolean isOver() {
            return promise.future().isComplete();
        }
    }

    private final ContextInternal loop;
    private final int permitsMax;
    private final int tenantPermitsMax;
    private final Map<RowSecurityContext, Integer> heldByTenant = new HashMap<>();
    private final FairQueue<RowSecurityContext, Waiting> waiting = new FairQueue<>();
    private int held;

    /** @param connections of the pool */
    LongReadSemaphore(ContextInternal loop, int connections) {
        this.loop = loop;
        this.permitsMax = Math.max(1, connections / 2);
        this.tenantPermitsMax = Math.max(1, permitsMax / 2);
    }

    /**
     * Runs it with a permit.
     *
     * @return fails with {@link Failure.Unavailable}, and it has not run, if no permit was free within the wait
     */
    <T> Future<T> run(RowSecurityContext context, Duration waitMax, Supplier<Future<T>> transaction) {
        var tenant = context.turn();
        return acquired(tenant, waitMax)
                .compose(_ -> Future.<Void>succeededFuture()
                        .compose(_ -> transaction.get())
                        .onComplete(_ -> release(tenant)));
    }

    private Future<Void> acquired(RowSecurityContext tenant, Duration waitMax) {
        if (isFree(tenant)) {
            hold(tenant);
            return loop.succeededFuture();
        }
        var _ = waiting.removeHeads(Waiting::isOver);
        if (waiting.size() >= WAITING_MAX) {
            return loop.failedFuture(unavailable("too many long reads are waiting for a permit"));
        }
        var promise = Promise.<Void>promise();
        waiting.add(tenant, new Waiting(tenant, promise));
        long timer = loop.owner()
                .setTimer(
                        Math.max(1, waitMax.toMillis()),
                        _ -> promise.tryFail(unavailable("no permit for a long read became free in time")));
        return promise.future().onComplete(_ -> loop.owner().cancelTimer(timer));
    }

    private boolean isFree(RowSecurityContext tenant) {
        return held < permitsMax && heldByTenant.getOrDefault(tenant, 0) < tenantPermitsMax;
    }

    private void hold(RowSecurityContext tenant) {
        held++;
        heldByTenant.merge(tenant, 1, Integer::sum);
    }

    private void release(RowSecurityContext tenant) {
        held--;
        heldByTenant.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
        for (var next = waiting.poll(this::isFree); next != null; next = waiting.poll(this::isFree)) {
            if (!next.isOver()) {
                hold(next.tenant);
                next.promise.complete();
            }
        }
    }

    private static Failure unavailable(String message) {
        return Failure.Unavailable.before(message, VertxException.noStackTrace(message));
    }
}
