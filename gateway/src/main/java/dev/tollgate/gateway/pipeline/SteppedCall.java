package dev.tollgate.gateway.pipeline;

import dev.tollgate.runtime.memory.Deadlines;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * Runs the steps of one call, each when the future of the one before is there, and tells the result once. A chain of
 * futures would do the same with five objects a step. Confined to its event loop.
 *
 * @param <R> the result
 */
abstract class SteppedCall<R> extends Deadlines.Watched {

    private final Consumer<R> listener;
    private boolean answered;

    /**
     * A call that has not begun.
     *
     * @param listener is told the result, once
     */
    SteppedCall(Consumer<R> listener) {
        this.listener = listener;
    }

    /** A future failed, or a step threw. Must not throw. */
    abstract void failed(Throwable cause);

    /** Goes on with the value of a future. */
    final <T> void then(Future<T> future, Consumer<T> next) {
        if (future.succeeded()) {
            step(next, future.result());
            return;
        }
        future.onComplete((value, failure) -> {
            if (failure == null) {
                step(next, value);
            } else {
                failed(failure);
            }
        });
    }

    /** Goes on now. A step that throws ends the call as a future that fails does. */
    final <T> void step(Consumer<T> step, T value) {
        try {
            step.accept(value);
        } catch (RuntimeException broken) {
            failed(broken);
        }
    }

    /** Tells the result, unless one was told before. */
    final void answer(R result) {
        if (!answered) {
            answered = true;
            listener.accept(result);
        }
    }
}
