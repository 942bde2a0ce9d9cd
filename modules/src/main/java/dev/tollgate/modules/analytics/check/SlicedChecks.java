package dev.tollgate.modules.analytics.check;

import dev.tollgate.contract.operation.ProgressListener;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Works through a list on an event loop, and gives the loop back to others after each slice of time. Tells the call's
 * listener how long it worked.
 */
public final class SlicedChecks<E, V> {

    /** The longest that other work of the loop waits, but for one check. */
    static final Duration SLICE_MAX = Duration.ofMillis(5);

    /**
     * From slice to slice, by a timer: after a slice that is queued at once the loop would serve tasks only, and
     * sockets every 64 tasks.
     */
    private static final long PAUSE_MS = 1;

    private final Context loop = Objects.requireNonNull(Vertx.currentContext(), "on the loop");
    private final Promise<List<V>> end = Promise.promise();
    private final List<E> all;
    private final Function<E, V> check;
    private final BooleanSupplier enough;
    private final ProgressListener listener;
    private final List<V> done = new ArrayList<>();

    private SlicedChecks(List<E> all, Function<E, V> check, BooleanSupplier enough, ProgressListener listener) {
        this.all = all;
        this.check = check;
        this.enough = enough;
        this.listener = listener;
    }

    /**
     * The results, in the order of the list.
     *
     * @param enough asked before each check but the first: no further one is made
     * @return fewer results than the list has where there was enough, or where the listener is gone
     */
    public static <E, V> Future<List<V>> of(
            List<E> all, Function<E, V> check, BooleanSupplier enough, ProgressListener listener) {
        var checks = new SlicedChecks<>(all, check, enough, listener);
        checks.slice();
        return checks.end.future();
    }

    private void slice() {
        long began = System.nanoTime();
        boolean ended;
        try {
            ended = checked(began + SLICE_MAX.toNanos());
        } catch (RuntimeException broken) {
            end.fail(broken);
            return;
        }
        listener.worked(System.nanoTime() - began);
        if (ended) {
            end.complete(done);
        } else {
            loop.owner().setTimer(PAUSE_MS, _ -> next());
        }
    }

    /** Whether nothing is left to check. */
    private boolean checked(long untilNanos) {
        while (done.size() < all.size() && (done.isEmpty() || !enough.getAsBoolean())) {
            if (System.nanoTime() - untilNanos > 0) {
                return false;
            }
            done.add(check.apply(all.get(done.size())));
        }
        return true;
    }

    private void next() {
        if (listener.gone()) {
            end.complete(done);
        } else {
            slice();
        }
    }
}
