package dev.tollgate.runtime.repeat;

import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/** Pauses shorter than a millisecond, or with parts of one. A timer of Vert.x counts whole milliseconds. */
public final class LoopTimer {

    private LoopTimer() {}

    /** Runs the task once on the context, which is of an event loop, this many nanoseconds from now. */
    public static void after(ContextInternal loop, long nanos, Runnable task) {
        var _ = loop.nettyEventLoop().schedule(() -> loop.emit(_ -> task.run()), nanos, TimeUnit.NANOSECONDS);
    }
}
