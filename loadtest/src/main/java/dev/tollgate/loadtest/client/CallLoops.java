package dev.tollgate.loadtest.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Virtual threads that repeat a call each until they are stopped. */
public final class CallLoops implements AutoCloseable {

    /** One iteration. */
    public interface Call {
        void run() throws Exception;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> loops = new ArrayList<>();
    private volatile boolean running = true;

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
            var _ = Parallel.result(loop);
        }
    }

    @Override
    public void close() {
        running = false;
        threads.close();
    }
}
