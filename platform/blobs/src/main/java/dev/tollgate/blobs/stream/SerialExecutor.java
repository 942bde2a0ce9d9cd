package dev.tollgate.blobs.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs the steps of one event loop one after the other on worker threads. While steps are due their thread goes on by
 * itself: none of them waits for a turn of the loop. Futures complete on the loop, not always in the order of their
 * steps: one that is done before its caller asks is told at once. The caller bounds how many are due.
 */
public final class SerialExecutor {

    private record Step<T>(Callable<T> work, Promise<T> result) {

        void run() {
            try {
                result.complete(work.call());
            } catch (Exception broken) {
                result.fail(broken);
            }
        }
    }

    private final ContextInternal context;
    private final Function<Callable<Integer>, Future<Integer>> workers;
    private final Queue<Step<?>> due = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();

    /**
     * On this loop.
     *
     * @param workers runs a blocking step on a worker thread
     */
    public SerialExecutor(Context context, Function<Callable<Integer>, Future<Integer>> workers) {
        this.context = (ContextInternal) context;
        this.workers = workers;
    }

    /** Runs a step behind those that are due. */
    public <T> Future<T> run(Callable<T> work) {
        var step = new Step<T>(work, context.promise());
        due.add(step);
        if (left.getAndIncrement() == 0) {
            workers.apply(this::runDue).onFailure(this::failDue);
        }
        return step.result().future();
    }

    private int runDue() {
        int count = 0;
        do {
            due.remove().run();
            count++;
        } while (left.decrementAndGet() > 0);
        return count;
    }

    /** No thread took them. */
    private void failDue(Throwable cause) {
        do {
            due.remove().result().fail(cause);
        } while (left.decrementAndGet() > 0);
    }
}
