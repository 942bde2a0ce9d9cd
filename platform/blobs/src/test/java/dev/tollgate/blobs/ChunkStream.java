package dev.tollgate.blobs;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Arrays;

/** Bytes as a body delivers them: in chunks, when they are asked for, on an event loop; then an end or a failure. */
public final class ChunkStream implements ReadStream<Buffer> {

    private final Context context;
    private final ArrayDeque<Buffer> chunks = new ArrayDeque<>();
    private final Throwable failure;
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;
    private long demand;
    private long passed;
    private boolean ended;

    private ChunkStream(Vertx vertx, byte[] bytes, int chunk, Throwable failure) {
        this.context = vertx.getOrCreateContext();
        this.failure = failure;
        for (int from = 0; from < bytes.length; from += chunk) {
            chunks.add(Buffer.buffer(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk))));
        }
    }

    /** Of these bytes. To be made on the event loop that reads it. */
    public static ChunkStream of(Vertx vertx, byte[] bytes) {
        return new ChunkStream(vertx, bytes, 16 << 10, null);
    }

    /** Of bytes in chunks of another size. */
    public static ChunkStream of(Vertx vertx, byte[] bytes, int chunk) {
        return new ChunkStream(vertx, bytes, chunk, null);
    }

    /** Of bytes after which it fails. */
    public static ChunkStream failing(Vertx vertx, byte[] bytes, Throwable failure) {
        return new ChunkStream(vertx, bytes, 16 << 10, failure);
    }

    /** Bytes that were taken from it. */
    public long passed() {
        return passed;
    }

    @Override
    public ChunkStream handler(Handler<Buffer> to) {
        handler = to;
        return this;
    }

    @Override
    public ChunkStream endHandler(Handler<Void> to) {
        endHandler = to;
        return this;
    }

    @Override
    public ChunkStream exceptionHandler(Handler<Throwable> to) {
        exceptionHandler = to;
        return this;
    }

    @Override
    public ChunkStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public ChunkStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ChunkStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        context.runOnContext(_ -> pass());
        return this;
    }

    private void pass() {
        while (demand > 0 && !chunks.isEmpty()) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            var next = chunks.remove();
            passed += next.length();
            handler.handle(next);
        }
        if (chunks.isEmpty() && demand > 0 && !ended) {
            ended = true;
            if (failure != null) {
                exceptionHandler.handle(failure);
            } else {
                endHandler.handle(null);
            }
        }
    }
}
