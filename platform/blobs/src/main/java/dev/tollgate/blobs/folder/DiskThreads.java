package dev.tollgate.blobs.folder;

import dev.tollgate.blobs.stream.SerialExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Threads that wait for the disk.
 *
 * @param files threads that read, write, name and remove files
 * @param syncs threads that sync written bytes to disk while writing goes on
 */
record DiskThreads(Vertx vertx, WorkerExecutor files, WorkerExecutor syncs) {

    private static final int FILE_THREADS = 16;
    private static final int SYNC_THREADS = 4;
    private static final int STEP_MINUTES_MAX = 10;

    /** Those of a process; every store in it shares them. */
    static DiskThreads of(Vertx vertx) {
        return new DiskThreads(
                vertx, threads(vertx, "blobs", FILE_THREADS), threads(vertx, "blob-syncs", SYNC_THREADS));
    }

    private static WorkerExecutor threads(Vertx vertx, String name, int count) {
        return vertx.createSharedWorkerExecutor(name, count, STEP_MINUTES_MAX, TimeUnit.MINUTES);
    }

    /** Reads, writes, names or removes files. */
    <T> Future<T> run(Callable<T> step) {
        return files.executeBlocking(step, false);
    }

    /** Runs the steps of one file, called on one event loop, one after the other. */
    SerialExecutor serial() {
        return new SerialExecutor(vertx.getOrCreateContext(), this::run);
    }

    /** Syncs written bytes to disk while writing goes on. */
    <T> Future<T> sync(Callable<T> step) {
        return syncs.executeBlocking(step, false);
    }

    Future<Void> close() {
        return Future.join(files.close(), syncs.close()).mapEmpty();
    }
}
