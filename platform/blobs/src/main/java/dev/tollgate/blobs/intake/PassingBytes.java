package dev.tollgate.blobs.intake;

import dev.tollgate.blobs.stream.BufferViews;
import dev.tollgate.blobs.stream.DemandStream;
import dev.tollgate.blobs.stream.SerialExecutor;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a body on their way into a store, paused until the store reads them. Batches are examined one after the
 * other on worker threads, each while the one before is stored and the next one arrives; everything else happens on the
 * event loop that made it. The first {@link MediaSniffer#BYTES_MAX} bytes are sniffed before any is passed on. Chunks
 * are joined without a copy.
 *
 * <p>Fails with {@link MediaTypeMismatch}, {@link SizeMismatch} or the body's own failure; the body is then left
 * paused.
 */
public final class PassingBytes extends DemandStream {

    /** Batches that are examined, or wait for the store: one of each, so that no thread waits for another's turn. */
    private static final int BATCHES_MAX = 2;

    /** Bytes that are checked and stored together. */
    private static final class Batch {

        private final Buffer bytes;
        private boolean checked;

        Batch(Buffer bytes) {
            this.bytes = bytes;
        }
    }

    private final SerialExecutor workers;
    private final ReadStream<Buffer> body;
    private final IntakeChecks checks;
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private List<Buffer> arrived = new ArrayList<>();
    private int arrivedBytes;
    private long received;
    private boolean started;
    private boolean sniffed;
    private boolean bodyEnded;

    /** Of a body that is paused. */
    public PassingBytes(Vertx vertx, ReadStream<Buffer> body, IntakeChecks checks) {
        this(vertx.getOrCreateContext(), body, checks);
    }

    private PassingBytes(Context context, ReadStream<Buffer> body, IntakeChecks checks) {
        super(context);
        this.workers = new SerialExecutor(context, work -> context.executeBlocking(work, false));
        this.body = body;
        this.checks = checks;
    }

    /** The bytes that have come so far. */
    public long received() {
        return received;
    }

    private void start() {
        started = true;
        body.handler(this::arrive);
        body.exceptionHandler(this::abort);
        body.endHandler(_ -> {
            bodyEnded = true;
            advance();
        });
        body.resume();
    }

    /** Bytes wait here until there are enough for a batch; then the body is paused, until a batch is taken. */
    private void arrive(Buffer bytes) {
        received += bytes.length();
        if (received > checks.size()) {
            abort(new SizeMismatch(checks.size(), received));
            return;
        }
        arrived.add(bytes);
        arrivedBytes += bytes.length();
        if (arrivedBytes >= checks.batchBytes()) {
            var _ = body.pause();
        }
        advance();
    }

    /** Does whatever can be done next: passes on what is checked, checks what has arrived, ends. */
    @Override
    protected void advance() {
        if (!started) {
            start();
        }
        while (isWanted() && !batches.isEmpty() && batches.getFirst().checked) {
            deliver(batches.removeFirst().bytes);
        }
        if (isEnded()) {
            return;
        }
        if (batches.size() < BATCHES_MAX && arrivedBytes > 0 && isEnough()) {
            check();
        } else if (bodyEnded && arrivedBytes == 0 && batches.isEmpty()) {
            finish();
        }
    }

    /** Small batches cost more than the bytes in them; the last one has what is left. */
    private boolean isEnough() {
        return bodyEnded || received == checks.size() || arrivedBytes >= checks.batchBytes();
    }

    private void check() {
        var batch = new Batch(BufferViews.joined(arrived));
        batches.add(batch);
        arrived = new ArrayList<>();
        arrivedBytes = 0;
        boolean first = !sniffed;
        sniffed = true;
        Future.all(
                        workers.run(() -> examined(batch.bytes, first)),
                        checks.scan().write(batch.bytes))
                // Never within this call, however fast it was.
                .onComplete(result -> later(() -> checked(batch, result)));
        if (!bodyEnded) {
            // Last: it may give the next batch within this call, which must be examined after this one.
            var _ = body.resume();
        }
    }

    private void checked(Batch batch, AsyncResult<?> result) {
        if (result.failed()) {
            abort(result.cause());
        } else {
            batch.checked = true;
            advance();
        }
    }

    /** On a worker thread. */
    private Buffer examined(Buffer batch, boolean first) {
        var type = checks.mediaType();
        if (first && type != null) {
            var start = batch.getBytes(0, Math.min(batch.length(), MediaSniffer.BYTES_MAX));
            if (!MediaSniffer.accepts(type, start)) {
                throw new MediaTypeMismatch(type, MediaSniffer.sniffed(start));
            }
        }
        checks.digests().forEach(digest -> digest.update(batch));
        return batch;
    }

    private void finish() {
        if (received == checks.size()) {
            end();
        } else {
            abort(new SizeMismatch(checks.size(), received));
        }
    }

    private void abort(Throwable cause) {
        if (!isEnded()) {
            var _ = body.pause();
            checks.scan().abort();
            fail(cause);
        }
    }
}
