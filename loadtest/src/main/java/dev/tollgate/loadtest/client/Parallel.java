package dev.tollgate.loadtest.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs numbered tasks on virtual threads. */
public final class Parallel {

    /** One task of many. */
    public interface Task<T> {
        T run(int number) throws Exception;
    }

    private Parallel() {}

    /**
     * Runs tasks 0 to {@code count - 1}, at most so many at once; results are in order, the first failure is thrown.
     */
    public static <T> List<T> run(int atOnce, int count, Task<T> task) throws InterruptedException {
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

    /** The result, or the failure of the task itself. */
    static <T> T result(Future<T> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
