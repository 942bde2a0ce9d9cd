package dev.tollgate.blobs.s3;

import dev.tollgate.blobs.BlobRead;
import dev.tollgate.blobs.stream.BufferViews;
import dev.tollgate.blobs.stream.DemandStream;
import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of an answer as a stream on one event loop. The client gives small buffers, on a thread of its own: they are
 * asked for ahead of the reader, and all that have come are delivered as one.
 */
final class ObjectRead extends DemandStream implements BlobRead, Subscriber<ByteBuffer> {

    /** Buffers that are asked for ahead of the reader; the client's have 8 KiB at most. */
    static final int AHEAD_MAX = 32;

    private final Queue<Buffer> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean turnDue = new AtomicBoolean();
    private @Nullable Subscription subscription;
    private int ahead;
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

    /** The buffer is a copy that the client has made for this subscriber. */
    @Override
    public void onNext(ByteBuffer bytes) {
        arrived.add(BufferViews.of(bytes));
        if (turnDue.compareAndSet(false, true)) {
            later(() -> {
                turnDue.set(false);
                advance();
            });
        }
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
        while (!closed && isWanted() && !arrived.isEmpty()) {
            deliver(BufferViews.joined(taken()));
        }
        if (closed || isEnded()) {
            return;
        }
        if (!bodyEnded) {
            ask();
        } else if (isWanted() && arrived.isEmpty()) {
            end();
        }
    }

    private List<Buffer> taken() {
        var taken = new ArrayList<Buffer>(AHEAD_MAX);
        for (var next = arrived.poll(); next != null; next = arrived.poll()) {
            taken.add(next);
        }
        ahead -= taken.size();
        return taken;
    }

    /** Half of them at a time: a request for each buffer would be a turn of the client's thread for each. */
    private void ask() {
        if (subscription != null && ahead <= AHEAD_MAX / 2) {
            int more = AHEAD_MAX - ahead;
            ahead = AHEAD_MAX;
            subscription.request(more);
        }
    }

    @Override
    public Future<Void> close() {
        if (!closed) {
            closed = true;
            arrived.clear();
            if (subscription != null) {
                subscription.cancel();
            }
        }
        return Future.succeededFuture();
    }
}
