package dev.tollgate.runtime.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which code holds an event loop: a thread looks at all loops every {@value #LOOK_EVERY_MS} ms, and logs the stack
 * of a task that holds its loop longer than the limit, once per task and at most every ten seconds per place.
 */
public final class LoopWatch implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LoopWatch.class);
    private static final long LOOK_EVERY_MS = 5;
    private static final Duration LOG_EVERY = Duration.ofSeconds(10);
    private static final int PLACES_MAX = 256;
    private static final int FRAMES_MAX = 40;
    private static final String OWN = "dev.tollgate.";

    private record Loop(VertxThread thread, LoopHold hold) {}

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final Map<String, Long> loggedNanos = new HashMap<>();
    private final AtomicLong holds = new AtomicLong();
    private final Thread watcher;
    private volatile String lastPlace = "";
    private volatile boolean closed;

    private LoopWatch() {
        watcher = Thread.ofPlatform().name("loop-watch").daemon().unstarted(this::watch);
    }

    /** Shows the count of holds, and watches all event loops until closed, unless the limit is 0. */
    public static LoopWatch start(Vertx vertx, Duration holdMax, MeterRegistry registry) {
        LoopWatch watch = new LoopWatch();
        var _ = FunctionCounter.builder("tollgate.loop.holds", watch.holds, AtomicLong::get)
                .description("Tasks that held an event loop longer than tollgate.process.loop-hold-max")
                .register(registry);
        if (holdMax.isPositive()) {
            ((VertxInternal) vertx)
                    .nettyEventLoopGroup()
                    .forEach(loop -> loop.execute(() -> {
                        if (Thread.currentThread() instanceof VertxThread thread) {
                            watch.loops.add(new Loop(thread, new LoopHold(holdMax)));
                        }
                    }));
            watch.watcher.start();
        }
        return watch;
    }

    /** Tasks that held a loop too long. */
    long holds() {
        return holds.get();
    }

    /** The place of the last hold; empty before the first. */
    String lastPlace() {
        return lastPlace;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS));
            loops.forEach(this::look);
        }
    }

    private void look(Loop loop) {
        VertxThread thread = loop.thread();
        long started = thread.startTime();
        long now = System.nanoTime();
        var look = new LoopHold.Look(started, threads.getThreadCpuTime(thread.threadId()), waits(thread));
        if (loop.hold().exceeds(look, now)) {
            report(thread, now - started, thread.getStackTrace(), now);
        }
    }

    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }

    private void report(Thread thread, long heldNanos, StackTraceElement[] stack, long now) {
        String place = place(stack);
        lastPlace = place;
        holds.incrementAndGet();
        Long before = loggedNanos.get(place);
        if (before != null && now - before < LOG_EVERY.toNanos()) {
            return;
        }
        if (loggedNanos.size() >= PLACES_MAX) {
            loggedNanos.clear();
        }
        loggedNanos.put(place, now);
        LOGGER.atWarn()
                .addKeyValue("loop", thread.getName())
                .addKeyValue("heldMs", TimeUnit.NANOSECONDS.toMillis(heldNanos))
                .addKeyValue("place", place)
                .addKeyValue(
                        "stack",
                        Arrays.stream(stack)
                                .limit(FRAMES_MAX)
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining(" < ")))
                .log("event loop held");
    }

    /** The innermost method of ours, else the innermost one. */
    private static String place(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> frame.getClassName().startsWith(OWN))
                .findFirst()
                .or(() -> Arrays.stream(stack).findFirst())
                .map(frame -> frame.getClassName() + '.' + frame.getMethodName())
                .orElse("unknown");
    }
}
