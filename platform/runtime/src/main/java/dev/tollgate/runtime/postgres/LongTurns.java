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
 * Turns of transactions that may take long, such as those of reports. All of them together have half of the connections
 * of a pool, and one tenant has half of those, so that the others stay free for what is short. Who finds no turn waits
 * for one; tenants take turns at waiting as well. Touched on the event loop of the pool only.
 */
final class LongTurns {

    /** More than these would only wait to fail. */
    static final int WAITING_MAX = 256;

    private record Waiting(RowSecurityContext turn, Promise<Void> promise) {

        boolean isOver() {
            return promise.future().isComplete();
        }
    }

    private final ContextInternal loop;
    private final int most;
    private final int ofTenantMax;
    private final Map<RowSecurityContext, Integer> running = new HashMap<>();
    private final FairQueue<RowSecurityContext, Waiting> waiting = new FairQueue<>();
    private int all;

    /** @param connections of the pool */
    LongTurns(ContextInternal loop, int connections) {
        this.loop = loop;
        this.most = Math.max(1, connections / 2);
        this.ofTenantMax = Math.max(1, most / 2);
    }

    /**
     * Runs it in a turn of the tenant.
     *
     * @return fails with {@link Failure.Unavailable}, and it has not run, if no turn came within the wait
     */
    <T> Future<T> run(RowSecurityContext context, Duration waitMax, Supplier<Future<T>> transaction) {
        var turn = context.turn();
        return taken(turn, waitMax)
                .compose(_ -> Future.<Void>succeededFuture()
                        .compose(_ -> transaction.get())
                        .onComplete(_ -> ended(turn)));
    }

    private Future<Void> taken(RowSecurityContext turn, Duration waitMax) {
        if (mayRun(turn)) {
            begin(turn);
            return loop.succeededFuture();
        }
        var _ = waiting.removeHeads(Waiting::isOver);
        if (waiting.size() >= WAITING_MAX) {
            return loop.failedFuture(unavailable("too many long reads are waiting for a turn"));
        }
        var promise = Promise.<Void>promise();
        waiting.add(turn, new Waiting(turn, promise));
        long timer = loop.owner()
                .setTimer(
                        Math.max(1, waitMax.toMillis()),
                        _ -> promise.tryFail(unavailable("no turn of a long read became free in time")));
        return promise.future().onComplete(_ -> loop.owner().cancelTimer(timer));
    }

    private boolean mayRun(RowSecurityContext turn) {
        return all < most && running.getOrDefault(turn, 0) < ofTenantMax;
    }

    private void begin(RowSecurityContext turn) {
        all++;
        running.merge(turn, 1, Integer::sum);
    }

    private void ended(RowSecurityContext turn) {
        all--;
        running.computeIfPresent(turn, (_, count) -> count == 1 ? null : count - 1);
        for (var next = waiting.poll(this::mayRun); next != null; next = waiting.poll(this::mayRun)) {
            if (!next.isOver()) {
                begin(next.turn);
                next.promise.complete();
            }
        }
    }

    private static Failure unavailable(String message) {
        return Failure.Unavailable.before(message, VertxException.noStackTrace(message));
    }
}
