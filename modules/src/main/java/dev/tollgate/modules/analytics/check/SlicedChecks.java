package dev.tollgate.modules.analytics.check;

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

/** Works through a list on an event loop, and gives the loop back to others after each slice of time. */
public final class SlicedChecks<E, V> {

    /** The longest that other work of the loop waits, but for one check. */
    static final Duration SLICE_MAX = Duration.ofMillis(5);

    private final Context loop = Objects.requireNonNull(Vertx.currentContext(), "on the loop");
    private final Promise<List<V>> end = Promise.promise();
    private final List<E> left;
    private final Function<E, V> check;
    private final BooleanSupplier gone;
    private final List<V> done = new ArrayList<>();

    private SlicedChecks(List<E> all, Function<E, V> check, BooleanSupplier gone) {
        this.left = all;
        this.check = check;
        this.gone = gone;
    }

    /**
     * The results, in the order of the list.
     *
     * @param gone whether nobody waits for them any more: fails then
     */
    public static <E, V> Future<List<V>> of(List<E> all, Function<E, V> check, BooleanSupplier gone) {
        var checks = new SlicedChecks<>(all, check, gone);
        checks.slice();
        return checks.end.future();
    }

    private void slice() {
        long until = System.nanoTime() + SLICE_MAX.toNanos();
        try {
            while (done.size() < left.size()) {
                if (System.nanoTime() - until > 0) {
                    next();
                    return;
                }
                done.add(check.apply(left.get(done.size())));
            }
            end.complete(done);
        } catch (RuntimeException broken) {
            end.fail(broken);
        }
    }

    private void next() {
        if (gone.getAsBoolean()) {
            end.fail("the caller has gone");
        } else {
            loop.runOnContext(_ -> slice());
        }
    }
}
