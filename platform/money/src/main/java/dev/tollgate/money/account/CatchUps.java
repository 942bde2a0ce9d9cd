package dev.tollgate.money.account;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/** Queue of rows to be caught up, for one event loop: few at a time, in the order in which they came. */
final class CatchUps {

    /** The most at a time. */
    static final int RUNNING_MAX = 2;

    /** The most that wait; beyond it the next call that finds the copy outdated tries again. */
    static final int WAITING_MAX = 1_024;

    private record Waiting(Supplier<Future<Void>> step, Promise<Void> done) {}

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int running;

    /** Completes with the step, or at once where too many wait. */
    Future<Void> add(Supplier<Future<Void>> step) {
        if (waiting.size() >= WAITING_MAX) {
            return Future.succeededFuture();
        }
        Waiting one = new Waiting(step, Promise.promise());
        waiting.add(one);
        run();
        return one.done().future();
    }

    private void run() {
        while (running < RUNNING_MAX && !waiting.isEmpty()) {
            Waiting one = waiting.remove();
            running++;
            Future.succeededFuture().compose(_ -> one.step().get()).onComplete((_, failure) -> {
                running--;
                one.done().complete(null, failure);
                run();
            });
        }
    }
}
