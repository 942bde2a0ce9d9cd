package dev.tollgate.blobs.s3;

import dev.tollgate.blobs.stream.BufferViews;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/** The bytes of a stream as the body of a request. It is sent once: bytes that have passed cannot be sent again. */
final class StreamBody implements AsyncRequestBody {

    private final Context context;
    private final ReadStream<Buffer> stream;
    private final long size;
    private final AtomicBoolean sent = new AtomicBoolean();
    private volatile @Nullable Throwable failure;

    StreamBody(Context context, ReadStream<Buffer> stream, long size) {
        this.context = context;
        this.stream = stream;
        this.size = size;
    }

    /** What the stream failed of, which the client wraps beyond recognition; the client's failure if it did not. */
    Throwable reason(Throwable ofClient) {
        var own = failure;
        return own == null ? ofClient : own;
    }

    @Override
    public Optional<Long> contentLength() {
        return Optional.of(size);
    }

    @Override
    public String contentType() {
        return "application/octet-stream";
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        var sending = new Sending(subscriber);
        subscriber.onSubscribe(sending);
        if (!sent.compareAndSet(false, true)) {
            sending.canceled = true;
            subscriber.onError(new IllegalStateException("the body was sent already"));
            return;
        }
        context.runOnContext(_ -> sending.start());
    }

    /** Passes the stream on, on the event loop of the stream. */
    private final class Sending implements Subscription {

        private final Subscriber<? super ByteBuffer> subscriber;
        private volatile boolean canceled;
        private long passed;

        Sending(Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        private void start() {
            stream.handler(this::pass);
            stream.exceptionHandler(this::fail);
            stream.endHandler(_ -> end());
        }

        private void pass(Buffer bytes) {
            if (canceled) {
                return;
            }
            passed += bytes.length();
            if (passed > size) {
                fail(new IllegalStateException("more than " + size + " bytes"));
            } else {
                subscriber.onNext(BufferViews.whole(bytes));
            }
        }

        private void end() {
            if (passed < size) {
                fail(new IllegalStateException("expected " + size + " bytes, received " + passed));
            } else if (!canceled) {
                canceled = true;
                subscriber.onComplete();
            }
        }

        private void fail(Throwable cause) {
            if (!canceled) {
                canceled = true;
                failure = cause;
                subscriber.onError(cause);
            }
        }

        @Override
        public void request(long amount) {
            context.runOnContext(_ -> {
                if (!canceled) {
                    stream.fetch(amount);
                }
            });
        }

        @Override
        public void cancel() {
            canceled = true;
            context.runOnContext(_ -> stream.pause());
        }
    }
}
