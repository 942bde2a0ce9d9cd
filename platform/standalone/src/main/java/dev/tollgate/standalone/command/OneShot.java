package dev.tollgate.standalone.command;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Work on an event loop for a command that then ends. */
final class OneShot {
    private static final Duration TIME_MAX = Duration.ofMinutes(30);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private OneShot() {}

    /**
     * Runs the work on a loop of its own and blocks until it is done, for half an hour at most. What it throws is a
     * failure of it.
     */
    static <T> T run(Function<Vertx, Future<T>> work) throws InterruptedException, TimeoutException {
        return within(TIME_MAX, work);
    }

    static <T> T within(Duration most, Function<Vertx, Future<T>> work) throws InterruptedException, TimeoutException {
        var vertx = Vertx.vertx();
        try {
            return waited(started(vertx, work), most);
        } finally {
            closed(vertx);
        }
    }

    /** The same for work that reads page after page, each with a bound of its own, however many pages there are. */
    static <T> T toEnd(Function<Vertx, Future<T>> work) throws InterruptedException, TimeoutException {
        var vertx = Vertx.vertx();
        try {
            return started(vertx, work)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            closed(vertx);
        }
    }

    /** Says every minute how far the work is, until its loop ends. */
    static void tell(Vertx vertx, PrintWriter err, Supplier<String> progress) {
        tell(vertx, BETWEEN_LINES, err, progress);
    }

    static void tell(Vertx vertx, Duration every, PrintWriter err, Supplier<String> progress) {
        vertx.setPeriodic(every.toMillis(), _ -> {
            err.println("tollgate: " + progress.get());
            err.flush();
        });
    }

    private static <T> Future<T> started(Vertx vertx, Function<Vertx, Future<T>> work) {
        return Future.<T>future(promise -> vertx.runOnContext(
                _ -> Future.succeededFuture(vertx).compose(work).onComplete(promise)));
    }

    private static void closed(Vertx vertx) throws InterruptedException, TimeoutException {
        var _ = waited(vertx.close(), TIME_MAX);
    }

    private static <T> T waited(Future<T> future, Duration most) throws InterruptedException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException _) {
            throw new TimeoutException("the command was given up after " + most.toMinutes() + " minutes");
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
