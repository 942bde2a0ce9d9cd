package dev.tollgate.runtime.repeat;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop of futures: runs a step again and again, each round after the end of the one before. Stack and memory do not
 * grow with the number of rounds. A round that fails ends the loop with its failure.
 */
public final class FutureLoop implements Handler<AsyncResult<Boolean>> {

    private final Supplier<Future<Boolean>> step;
    private final Promise<Void> end = Promise.promise();

    private FutureLoop(Supplier<Future<Boolean>> step) {
        this.step = step;
    }

    /** Runs the step until it completes with false. */
    public static Future<Void> whileTrue(Supplier<Future<Boolean>> step) {
        var loop = new FutureLoop(step);
        loop.run();
        return loop.end.future();
    }

    /**
     * Runs a step that completes with how much it did, until that is less than a whole batch.
     *
     * @return the sum of all rounds
     */
    public static Future<Integer> untilLessThan(int batch, Supplier<Future<Integer>> step) {
        var sum = new int[1];
        return whileTrue(() -> step.get().map(count -> {
                    sum[0] += count;
                    return count >= batch;
                }))
                .map(_ -> sum[0]);
    }

    /**
     * Reads page after page.
     *
     * @param page is given the key after which it begins, null first, and completes with that of the next; null if it
     *     is the last
     */
    public static <K> Future<Void> pages(Function<@Nullable K, Future<@Nullable K>> page) {
        var next = new Object() {
            @Nullable K key;
        };
        return whileTrue(() -> page.apply(next.key).map(key -> {
            next.key = key;
            return key != null;
        }));
    }

    /** A round is over. */
    @Override
    public void handle(AsyncResult<Boolean> round) {
        if (goesOn(round)) {
            run();
        }
    }

    /** Rounds that are complete at once follow each other here, and not in the end of one another. */
    private void run() {
        Future<Boolean> round;
        do {
            round = round();
            if (!round.isComplete()) {
                round.onComplete(this);
                return;
            }
        } while (goesOn(round));
    }

    private Future<Boolean> round() {
        try {
            return Objects.requireNonNull(step.get(), "a step without a future");
        } catch (RuntimeException | Error broken) {
            return Future.failedFuture(broken);
        }
    }

    private boolean goesOn(AsyncResult<Boolean> round) {
        if (round.failed()) {
            end.fail(round.cause());
            return false;
        }
        if (!Boolean.TRUE.equals(round.result())) {
            end.complete();
            return false;
        }
        return true;
    }
}
