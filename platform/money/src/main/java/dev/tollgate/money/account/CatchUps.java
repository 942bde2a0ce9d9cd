package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.BiFunction;

/** Queue of accounts to be caught up, for one event loop: few at a time, in the order in which they came. */
final class CatchUps {

    /** The most at a time. */
    static final int RUNNING_MAX = 2;

    /** The most that wait; beyond it the next call that finds the copy outdated tries again. */
    static final int WAITING_MAX = 1_024;

    private record Waiting(TenantId tenant, Instant now, Promise<Void> done) {}

    private final BiFunction<TenantId, Instant, Future<Void>> step;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int running;

    CatchUps(BiFunction<TenantId, Instant, Future<Void>> step) {
        this.step = step;
    }

    /** Completes with the step, or at once where too many wait. */
    Future<Void> add(TenantId tenant, Instant now) {
        if (waiting.size() >= WAITING_MAX) {
            return Future.succeededFuture();
        }
        Waiting one = new Waiting(tenant, now, Promise.promise());
        waiting.add(one);
        run();
        return one.done().future();
    }

    private void run() {
        while (running < RUNNING_MAX && !waiting.isEmpty()) {
            Waiting one = waiting.remove();
            running++;
            step.apply(one.tenant(), one.now()).onComplete(one.done()).onComplete(_ -> {
                running--;
                run();
            });
        }
    }
}
