package dev.tollgate.blobs.s3;

import dev.tollgate.blobs.BlobRead;
import dev.tollgate.blobs.stream.BufferViews;
import dev.tollgate.blobs.stream.DemandStream;
import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The body of an answer as a stream on one event loop. Asks the server for as many buffers as are read. */
final class ObjectRead extends DemandStream implements BlobRead, Subscriber<ByteBuffer> {

    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private @Nullable Subscription subscription;
    private boolean asked;
    private boolean bodyEnded;
    private boolean closed;

    private ObjectRead(Context context) {
        super(context);
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
    public void onSubscribe(Subscription to) {
        later(() -> {
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
        // The client reuses its buffers.
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        later(() -> {
            asked = false;
            waiting.add(BufferViews.of(copy));
            advance();
        });
    }

    @Override
    public void onError(Throwable cause) {
        later(() -> {
            if (!closed) {
                fail(Failure.Unavailable.before("the blob store ended a read", cause));
            }
        });
    }

    @Override
    public void onComplete() {
        later(() -> {
            bodyEnded = true;
            advance();
        });
    }

    @Override
    protected void advance() {
        while (!closed && isWanted() && !waiting.isEmpty()) {
            deliver(waiting.remove());
        }
        if (closed || !isWanted() || !waiting.isEmpty()) {
            return;
        }
        if (bodyEnded) {
            end();
        } else if (!asked && subscription != null) {
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
