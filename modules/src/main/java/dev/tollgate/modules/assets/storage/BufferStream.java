package dev.tollgate.modules.assets.storage;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** Bytes in memory as a stream, paused at first. Gives them at once when it is read. */
public final class BufferStream implements ReadStream<Buffer> {

    private @Nullable Buffer bytes;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private boolean ended;

    public BufferStream(Buffer bytes) {
        this.bytes = bytes;
    }

    @Override
    public BufferStream exceptionHandler(@Nullable Handler<Throwable> to) {
        return this;
    }

    @Override
    public BufferStream handler(@Nullable Handler<Buffer> to) {
        handler = to;
        return this;
    }

    @Override
    public BufferStream endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    @Override
    public BufferStream pause() {
        return this;
    }

    @Override
    public BufferStream resume() {
        return fetch(1);
    }

    @Override
    public BufferStream fetch(long amount) {
        var all = bytes;
        if (all != null && handler != null) {
            bytes = null;
            handler.handle(all);
        }
        if (bytes == null && !ended && endHandler != null) {
            ended = true;
            endHandler.handle(null);
        }
        return this;
    }
}
