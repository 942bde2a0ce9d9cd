package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.runtime.memory.FairQueue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Queue of rows to be caught up, for one event loop: few at a time, and tenants take turns. */
final class CatchUps {

    /** The most at a time. */
    static final int RUNNING_MAX = 2;

    /** The most that wait; beyond it the next call that finds the copy outdated tries again. */
    static final int WAITING_MAX = 1_024;

    /** Of these, those of one tenant. */
    static final int WAITING_OF_TENANT_MAX = 64;

    private record Waiting(Supplier<Future<Void>> step, Promise<Void> done) {}

    private final FairQueue<TenantId, Waiting> waiting = new FairQueue<>();
    private int running;

    /** Completes with the step, or at once where too many wait. */
    Future<Void> add(TenantId tenant, Supplier<Future<Void>> step) {
        if (waiting.size() >= WAITING_MAX || waiting.size(tenant) >= WAITING_OF_TENANT_MAX) {
            return Future.succeededFuture();
        }
        Waiting one = new Waiting(step, Promise.promise());
        waiting.add(tenant, one);
        run();
        return one.done().future();
    }

    private void run() {
        Waiting next = running < RUNNING_MAX ? waiting.poll() : null;
        while (next != null) {
            begin(next);
            next = running < RUNNING_MAX ? waiting.poll() : null;
        }
    }

    private void begin(Waiting one) {
        running++;
        Future.succeededFuture().compose(_ -> one.step().get()).onComplete((_, failure) -> {
            running--;
            one.done().complete(null, failure);
            run();
        });
    }
}
