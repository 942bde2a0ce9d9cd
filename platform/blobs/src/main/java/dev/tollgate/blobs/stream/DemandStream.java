package dev.tollgate.blobs.stream;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that delivers as many buffers as its reader asks for, then an end or a failure. Paused until its reader
 * fetches or resumes. Confined to one event loop.
 */
public abstract class DemandStream implements ReadStream<Buffer> {

    private final Context context;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private long demand;
    private boolean ended;

    /** On this event loop. */
    protected DemandStream(Context context) {
        this.context = context;
    }

    @Override
    public final DemandStream handler(@Nullable Handler<Buffer> to) {
        handler = to;
        return this;
    }

    @Override
    public final DemandStream endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    @Override
    public final DemandStream exceptionHandler(@Nullable Handler<Throwable> to) {
        exceptionHandler = to;
        return this;
    }

    @Override
    public final DemandStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public final DemandStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public final DemandStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        // Not from within the reader's own call.
        advanceLater();
        return this;
    }

    /** Does whatever can be done next: delivers, reads on, ends. Called whenever the reader asks for more. */
    protected abstract void advance();

    /** Advances in a turn of its own. From any thread. */
    protected final void advanceLater() {
        later(this::advance);
    }

    /** Runs a step on the event loop, in a turn of its own. From any thread. */
    protected final void later(Runnable step) {
        context.runOnContext(_ -> step.run());
    }

    /** Whether the reader takes a buffer now. */
    protected final boolean isWanted() {
        return !ended && demand > 0 && handler != null;
    }

    /** Whether the reader got the end or a failure. */
    protected final boolean isEnded() {
        return ended;
    }

    /** Gives the reader a buffer that it wants. */
    protected final void deliver(Buffer bytes) {
        var reader = handler;
        if (!isWanted() || reader == null) {
            throw new IllegalStateException("the reader wants nothing");
        }
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        reader.handle(bytes);
    }

    /** Tells the reader that no buffer follows; does nothing after an end or a failure. */
    protected final void end() {
        if (!ended) {
            ended = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    /** Tells the reader that the stream is broken; does nothing after an end or a failure. */
    protected final void fail(Throwable cause) {
        if (!ended) {
            ended = true;
            if (exceptionHandler != null) {
                exceptionHandler.handle(cause);
            }
        }
    }
}
