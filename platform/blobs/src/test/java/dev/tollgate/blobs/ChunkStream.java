package dev.tollgate.blobs;

import dev.tollgate.blobs.stream.DemandStream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Arrays;

/** Bytes as a body delivers them: in chunks, when they are asked for, on an event loop; then an end or a failure. */
public final class ChunkStream extends DemandStream {

    private final ArrayDeque<Buffer> chunks = new ArrayDeque<>();
    private final Throwable failure;
    private long passed;

    private ChunkStream(Vertx vertx, byte[] bytes, int chunk, Throwable failure) {
        super(vertx.getOrCreateContext());
        this.failure = failure;
        for (int from = 0; from < bytes.length; from += chunk) {
            chunks.add(Buffer.buffer(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk))));
        }
    }

    /** Of these bytes. To be made on the event loop that reads it. */
    public static ChunkStream of(Vertx vertx, byte[] bytes) {
        return of(vertx, bytes, 16 << 10);
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
    protected void advance() {
        while (isWanted() && !chunks.isEmpty()) {
            var next = chunks.remove();
            passed += next.length();
            deliver(next);
        }
        if (chunks.isEmpty() && isWanted()) {
            if (failure != null) {
                fail(failure);
            } else {
                end();
            }
        }
    }
}
