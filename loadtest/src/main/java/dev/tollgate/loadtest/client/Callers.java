package dev.tollgate.loadtest.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Virtual threads that repeat a call each until they are stopped. */
public final class Callers implements AutoCloseable {

    /** One iteration. */
    public interface Call {
        void run() throws Exception;
    }

    /** One task of many. */
    public interface Task<T> {
        T run(int number) throws Exception;
    }

    private static final double SECOND_NANOS = 1e9;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> loops = new ArrayList<>();
    private volatile boolean running = true;

    /**
     * Runs tasks 0 to {@code count - 1}, at most so many at once; results are in order, the first failure is thrown.
     */
    public static <T> List<T> inParallel(int atOnce, int count, Task<T> task) throws InterruptedException {
        try (var threads =
                Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
            var tasks = new ArrayList<Callable<T>>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> task.run(number));
            }
            var results = new ArrayList<T>();
            for (var done : threads.invokeAll(tasks)) {
                results.add(result(done));
            }
            return results;
        }
    }

    /**
     * Starts tasks 0 to {@code count - 1} at a constant rate, at most so many at once; returns when all have ended, and
     * throws the first failure.
     */
    public static void atRate(double perSecond, int count, int atOnce, Task<?> task) throws InterruptedException {
        var free = new Semaphore(atOnce);
        var started = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            for (int i = 0; i < count; i++) {
                int number = i;
                TimeUnit.NANOSECONDS.sleep(began + (long) (i * SECOND_NANOS / perSecond) - System.nanoTime());
                free.acquire();
                started.add(threads.submit(() -> {
                    try {
                        return task.run(number);
                    } finally {
                        free.release();
                    }
                }));
            }
            for (var one : started) {
                var _ = result(one);
            }
        }
    }

    /** The result, or the failure of the task itself. */
    private static <T> T result(Future<T> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** A call that is not repeated. */
    public void once(Call call) {
        loops.add(threads.submit(() -> {
            call.run();
            return null;
        }));
    }

    /** A call that is repeated until all are stopped. */
    public void add(Call call) {
        loops.add(threads.submit(() -> {
            while (running) {
                call.run();
            }
            return null;
        }));
    }

    /** Returns when the calls in flight have ended; throws the first failure of a loop. */
    public void stop() throws InterruptedException {
        running = false;
        for (var loop : loops) {
            var _ = result(loop);
        }
    }

    @Override
    public void close() {
        running = false;
        threads.close();
    }
}
