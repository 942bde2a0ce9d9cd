package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.memory.FairSemaphore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Limits concurrent transactions that may take long, such as those of reports, so that connections stay free for short
 * ones. There is a permit for half of the connections of the pool; one tenant holds half of the permits at most. A
 * transaction without a permit waits for one; tenants take turns. Used on the event loop of the pool only.
 */
final class LongReadSemaphore {

    /** Transactions that wait for a permit. */
    static final int WAITING_MAX = 256;

    private static final String NO_PERMIT = "no permit for a long read is free, or too many long reads wait";

    private final FairSemaphore<RowSecurityContext> tenants;

    /** @param connections of the pool */
    LongReadSemaphore(Vertx vertx, int connections) {
        int permits = Math.max(1, connections / 2);
        this.tenants = new FairSemaphore<>(
                vertx, new FairSemaphore.Limits(permits, Math.max(1, permits / 2), WAITING_MAX, WAITING_MAX, false));
    }

    /**
     * Runs it with a permit.
     *
     * @return fails with {@link Failure.Unavailable}, and it has not run, if no permit was free within the wait
     */
    <T> Future<T> run(RowSecurityContext context, Duration waitMax, Supplier<Future<T>> transaction) {
        var tenant = context.turn();
        return tenants.acquire(tenant, waitMax)
                .compose(acquired -> acquired
                        ? Future.<Void>succeededFuture()
                                .compose(_ -> transaction.get())
                                .onComplete(_ -> tenants.release(tenant))
                        : Future.failedFuture(
                                Failure.Unavailable.before(NO_PERMIT, VertxException.noStackTrace(NO_PERMIT))));
    }
}
