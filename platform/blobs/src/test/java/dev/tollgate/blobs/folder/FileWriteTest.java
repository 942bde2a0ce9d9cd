package dev.tollgate.blobs.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.Loop;
import dev.tollgate.blobs.stream.DemandStream;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWriteTest {

    private static final Buffer FIRST = Buffer.buffer("the first buffer, ");
    private static final Buffer SECOND = Buffer.buffer("the second");

    private static final int STEPS_MAX = 10;

    private final Loop loop = new Loop();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void a_write_whose_result_comes_before_that_of_the_one_ahead_of_it_does_not_make_the_file_too_short()
            throws Exception {
        var file = folder.resolve("upload");
        var all = FIRST.copy().appendBuffer(SECOND);
        var workers = new OrderedWorkers(loop.vertx.createSharedWorkerExecutor("file-write", 2));
        var threads = new DiskThreads(loop.vertx, workers, workers);

        loop.run(() -> FileWrite.of(threads, file, all.length(), new TwoBuffers(workers)));

        assertThat(Files.readAllBytes(file)).isEqualTo(all.getBytes());
    }

    /**
     * Delivers both buffers in one turn of the loop. The first is written once its result is listened for, so the
     * result waits for a turn of its own; the second is written before its result is listened for, so that it is told
     * at once.
     */
    private final class TwoBuffers extends DemandStream {
        private final OrderedWorkers workers;

        TwoBuffers(OrderedWorkers workers) {
            super(loop.vertx.getOrCreateContext());
            this.workers = workers;
        }

        @Override
        protected void advance() {
            if (isEnded()) {
                return;
            }
            deliver(FIRST);
            workers.runFirst();
            deliver(SECOND);
            end();
        }
    }

    /**
     * Worker threads that open the file, hold the step after that back, and whose callers wait for all further ones.
     */
    private static final class OrderedWorkers implements WorkerExecutor {
        private final WorkerExecutor threads;
        private final Semaphore startable = new Semaphore(1);
        private final Semaphore ended = new Semaphore(-1);
        private volatile boolean callersWait;

        OrderedWorkers(WorkerExecutor threads) {
            this.threads = threads;
        }

        @Override
        public <T> Future<T> executeBlocking(Callable<T> step, boolean ordered) {
            Future<T> result = threads.executeBlocking(
                    () -> {
                        startable.acquire();
                        try {
                            return step.call();
                        } finally {
                            ended.release();
                        }
                    },
                    ordered);
            if (callersWait) {
                ended.acquireUninterruptibly();
            }
            return result;
        }

        /** Lets the step go that is held back, and waits for its end. */
        void runFirst() {
            startable.release();
            ended.acquireUninterruptibly();
            callersWait = true;
            startable.release(STEPS_MAX);
        }

        @Override
        public Future<Void> close() {
            return threads.close();
        }
    }
}
