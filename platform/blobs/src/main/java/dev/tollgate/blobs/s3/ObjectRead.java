package dev.tollgate.blobs.s3;

import dev.tollgate.blobs.BlobRead;
import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The body of an answer as a stream on one event loop. Asks the server for as many buffers as are read. */
final class ObjectRead implements BlobRead, Subscriber<ByteBuffer> {

    private final Context context;
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private @Nullable Subscription subscription;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private long demand;
    private boolean asked;
    private boolean bodyEnded;
    private boolean ended;
    private boolean closed;

    private ObjectRead(Context context) {
        this.context = context;
    }

    /** Of the body of an answer. */
    static ObjectRead of(Context context, Publisher<ByteBuffer> body) {
        var read = new ObjectRead(context);
        body.subscribe(read);
        return read;
    }

    /** Of no bytes. */
    static ObjectRead empty(Context context) {
        var read = new ObjectRead(context);
        read.bodyEnded = true;
        return read;
    }

    @Override
    public ObjectRead handler(@Nullable Handler<Buffer> to) {
        handler = to;
        return this;
    }

    @Override
    public ObjectRead endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    @Override
    public ObjectRead exceptionHandler(@Nullable Handler<Throwable> to) {
        exceptionHandler = to;
        return this;
    }

    @Override
    public ObjectRead pause() {
        demand = 0;
        return this;
    }

    @Override
    public ObjectRead resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ObjectRead fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        // Not from within the reader's own call.
        context.runOnContext(_ -> advance());
        return this;
    }

    @Override
    public void onSubscribe(Subscription to) {
        context.runOnContext(_ -> {
            subscription = to;
            if (closed) {
                to.cancel();
            } else {
                advance();
            }
        });
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        context.runOnContext(_ -> {
            asked = false;
            waiting.add(Buffer.buffer(copy));
            advance();
        });
    }

    @Override
    public void onError(Throwable cause) {
        context.runOnContext(_ -> {
            if (!ended && !closed) {
                ended = true;
                if (exceptionHandler != null) {
                    exceptionHandler.handle(Failure.Unavailable.before("the blob store ended a read", cause));
                }
            }
        });
    }

    @Override
    public void onComplete() {
        context.runOnContext(_ -> {
            bodyEnded = true;
            advance();
        });
    }

    private void advance() {
        while (!ended && !closed && demand > 0 && handler != null && !waiting.isEmpty()) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            handler.handle(waiting.remove());
        }
        if (ended || closed) {
            return;
        }
        if (waiting.isEmpty() && bodyEnded) {
            if (demand > 0) {
                ended = true;
                if (endHandler != null) {
                    endHandler.handle(null);
                }
            }
        } else if (waiting.isEmpty() && demand > 0 && !asked && subscription != null) {
            asked = true;
            subscription.request(1);
        }
    }

    @Override
    public Future<Void> close() {
        if (!closed) {
            closed = true;
            waiting.clear();
            if (subscription != null) {
                subscription.cancel();
            }
        }
        return Future.succeededFuture();
    }
}
