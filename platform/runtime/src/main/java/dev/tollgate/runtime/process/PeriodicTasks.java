package dev.tollgate.runtime.process;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks again and again, each on the context it was added on. A run starts a fixed delay after the end of the one
 * before, so runs of a task never overlap. A failed run is logged where the one before succeeded, and the next one
 * tries again.
 */
public final class PeriodicTasks {

    private static final Logger LOGGER = LoggerFactory.getLogger(PeriodicTasks.class);

    private final Vertx vertx;
    private final List<Task> tasks = new ArrayList<>();
    private volatile boolean stopped;

    public PeriodicTasks(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Runs it first after the delay. */
    public void every(Duration delay, String name, Supplier<? extends Future<?>> work) {
        add(delay, name, work).schedule();
    }

    /** Runs it first now. */
    public void nowAndEvery(Duration delay, String name, Supplier<? extends Future<?>> work) {
        add(delay, name, work).run();
    }

    private Task add(Duration delay, String name, Supplier<? extends Future<?>> work) {
        var task = new Task(name, delay.toMillis(), work, vertx.getOrCreateContext());
        tasks.add(task);
        return task;
    }

    /** Starts no further run. One under way goes on to its end. */
    public void stop() {
        stopped = true;
        tasks.forEach(task -> vertx.cancelTimer(task.timer));
        tasks.clear();
    }

    /** One task. Confined to its context. */
    private final class Task {
        final String name;
        final long delayMs;
        final Supplier<? extends Future<?>> work;
        final Context context;
        volatile long timer;
        boolean failing;

        Task(String name, long delayMs, Supplier<? extends Future<?>> work, Context context) {
            this.name = name;
            this.delayMs = delayMs;
            this.work = work;
            this.context = context;
        }

        void schedule() {
            if (!stopped) {
                timer = vertx.setTimer(delayMs, _ -> run());
            }
        }

        void run() {
            if (stopped) {
                return;
            }
            attempt(work)
                    .onComplete(ended -> context.runOnContext(_ -> {
                        if (!stopped) {
                            log(ended.cause());
                            schedule();
                        }
                    }));
        }

        private void log(@Nullable Throwable cause) {
            if (cause != null && !failing) {
                LOGGER.atWarn()
                        .addKeyValue("task", name)
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .setCause(cause)
                        .log("periodic task failed, will retry");
            } else if (cause == null && failing) {
                LOGGER.atInfo().addKeyValue("task", name).log("periodic task works again");
            }
            failing = cause != null;
        }
    }

    private static Future<?> attempt(Supplier<? extends Future<?>> work) {
        try {
            return work.get();
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }
}
