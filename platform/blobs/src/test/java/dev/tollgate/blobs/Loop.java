package dev.tollgate.blobs;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** An event loop that a test waits for. */
public final class Loop implements AutoCloseable {

    public final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    /** What a step on the loop gives. */
    public <T> T await(Supplier<Future<T>> step) {
        var promise = Promise.<T>promise();
        context.runOnContext(_ -> {
            try {
                step.get().onComplete(promise);
            } catch (RuntimeException broken) {
                promise.fail(broken);
            }
        });
        try {
            return promise.future().await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** Waits for a step on the loop. */
    public void run(Supplier<Future<?>> step) {
        var _ = await(() -> step.get().mapEmpty());
    }

    /** What a step on the loop fails with. */
    public Throwable failure(Supplier<Future<?>> step) {
        return await(() -> step.get().<Throwable>transform(result -> Future.succeededFuture(result.cause())));
    }

    /** All bytes of a read, which is closed then. */
    public static Future<byte[]> bytes(BlobRead read) {
        var all = Buffer.buffer();
        var promise = Promise.<byte[]>promise();
        read.handler(all::appendBuffer);
        read.exceptionHandler(promise::tryFail);
        read.endHandler(_ -> promise.tryComplete(all.getBytes()));
        read.resume();
        return promise.future().eventually(read::close);
    }

    /** All pages of a store's list. */
    public List<BlobEntry> entries(BlobStore store) {
        var all = new ArrayList<BlobEntry>();
        String from = null;
        do {
            var start = from;
            var page = await(() -> store.list(start));
            all.addAll(page.entries());
            from = page.next();
        } while (from != null);
        return all;
    }

    /** The same bytes for the same seed. */
    public static byte[] random(int size, long seed) {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
