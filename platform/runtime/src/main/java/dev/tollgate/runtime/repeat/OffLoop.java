package dev.tollgate.runtime.repeat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Work that takes longer than an event loop may, such as adding up much. */
public final class OffLoop {

    private OffLoop() {}

    /** Runs it on a worker if the caller has a context, on which the future completes; else where it is. */
    public static <T> Future<T> run(Callable<T> work) {
        var context = Vertx.currentContext();
        if (context != null) {
            return context.executeBlocking(work, false);
        }
        try {
            return Future.succeededFuture(work.call());
        } catch (Exception broken) {
            return Future.failedFuture(broken);
        }
    }
}
