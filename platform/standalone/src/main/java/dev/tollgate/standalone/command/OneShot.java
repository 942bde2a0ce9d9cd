package dev.tollgate.standalone.command;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Work on an event loop for a command that then ends. */
final class OneShot {
    private static final int MINUTES_MAX = 30;

    private OneShot() {}

    /** Runs the work on a loop of its own and blocks until it is done. What it throws is a failure of it. */
    static <T> T run(Function<Vertx, Future<T>> work) throws InterruptedException, TimeoutException {
        var vertx = Vertx.vertx();
        try {
            return waited(Future.<T>future(promise -> vertx.runOnContext(
                    _ -> Future.succeededFuture(vertx).compose(work).onComplete(promise))));
        } finally {
            var _ = waited(vertx.close());
        }
    }

    private static <T> T waited(Future<T> future) throws InterruptedException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(MINUTES_MAX, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
