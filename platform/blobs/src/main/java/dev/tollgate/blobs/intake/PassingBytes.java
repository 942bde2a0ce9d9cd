package dev.tollgate.blobs.intake;

import dev.tollgate.blobs.stream.BufferViews;
import dev.tollgate.blobs.stream.DemandStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body on their way into a store, paused until the store reads them. Digests are computed on a worker
 * thread, everything else happens on the event loop that made it. The first {@link MediaSniffer#BYTES_MAX} bytes are
 * sniffed before any is passed on. Chunks are joined without a copy.
 *
 * <p>Fails with {@link MediaTypeMismatch}, {@link SizeMismatch} or the body's own failure; the body is then left
 * paused.
 */
public final class PassingBytes extends DemandStream {

    private final Context context;
    private final ReadStream<Buffer> body;
    private final IntakeChecks checks;
    private List<Buffer> arrived = new ArrayList<>();
    private int arrivedBytes;
    private @Nullable Buffer checked;
    private long received;
    private boolean started;
    private boolean sniffed;
    private boolean working;
    private boolean bodyEnded;

    /** Of a body that is paused. */
    public PassingBytes(Vertx vertx, ReadStream<Buffer> body, IntakeChecks checks) {
        this(vertx.getOrCreateContext(), body, checks);
    }

    private PassingBytes(Context context, ReadStream<Buffer> body, IntakeChecks checks) {
        super(context);
        this.context = context;
        this.body = body;
        this.checks = checks;
        this.sniffed = checks.mediaType() == null;
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
        var next = checked;
        if (next != null && isWanted()) {
            checked = null;
            deliver(next);
        }
        if (!isEnded() && checked == null && !working) {
            if (arrivedBytes > 0 && isEnough()) {
                check();
            } else if (bodyEnded && arrivedBytes == 0) {
                finish();
            }
        }
    }

    /** Small batches cost more than the bytes in them; the last one has what is left. */
    private boolean isEnough() {
        return bodyEnded || received == checks.size() || arrivedBytes >= checks.batchBytes();
    }

    private void check() {
        working = true;
        var batch = BufferViews.joined(arrived);
        arrived = new ArrayList<>();
        arrivedBytes = 0;
        if (!bodyEnded) {
            var _ = body.resume();
        }
        Future.all(
                        context.executeBlocking(() -> examined(batch), false),
                        checks.scan().write(batch))
                // Never within this call, however fast it was.
                .onComplete(result -> later(() -> {
                    working = false;
                    if (result.failed()) {
                        abort(result.cause());
                    } else {
                        sniffed = true;
                        checked = batch;
                        advance();
                    }
                }));
    }

    /** On a worker thread. */
    private Buffer examined(Buffer batch) {
        var type = checks.mediaType();
        if (!sniffed && type != null) {
            var first = batch.getBytes(0, Math.min(batch.length(), MediaSniffer.BYTES_MAX));
            if (!MediaSniffer.accepts(type, first)) {
                throw new MediaTypeMismatch(type, MediaSniffer.sniffed(first));
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
