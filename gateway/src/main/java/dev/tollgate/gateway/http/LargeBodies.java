package dev.tollgate.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Parses and validates large bodies off the event loop, on {@value #THREADS} thread of the process, so that they delay
 * each other and nobody else. Small ones are not worth the way there and back. Confined to its event loop.
 */
public final class LargeBodies {

    /** What a loop reads itself: 2 ms for a body full of short fields, by code that is compiled. */
    public static final int LOOP_BYTES_MAX = 16 << 10;

    /** Bodies of one loop that are read or wait for it; more are told to come again. */
    static final int WAITING_MAX = 64;

    private static final int THREADS = 1;
    private static final String NAME = "large-bodies";

    private @Nullable WorkerExecutor workers;
    private int waiting;

    public static boolean isLarge(int bytes) {
        return bytes > LOOP_BYTES_MAX;
    }

    /** Whether no more can wait. */
    public boolean full() {
        return waiting >= WAITING_MAX;
    }

    /** Does the work, which must touch nothing that belongs to the loop; completes on the loop. */
    public <T> Future<T> run(Callable<T> work) {
        waiting++;
        return workers().executeBlocking(work, false).onComplete(_ -> waiting--);
    }

    private WorkerExecutor workers() {
        if (workers == null) {
            var loop = Objects.requireNonNull(Vertx.currentContext(), "bodies are read for an event loop");
            workers = loop.owner().createSharedWorkerExecutor(NAME, THREADS);
        }
        return workers;
    }
}
