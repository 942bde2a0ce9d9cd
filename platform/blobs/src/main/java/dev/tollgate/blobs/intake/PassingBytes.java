package dev.tollgate.blobs.intake;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body on their way into a store, paused until the store reads them. Digests are computed on a worker
 * thread, everything else happens on the event loop that made it. The first {@link MediaSniffer#BYTES_MAX} bytes are
 * sniffed before any is passed on.
 *
 * <p>Fails with {@link MediaTypeMismatch}, {@link SizeMismatch} or the body's own failure; the body is then left
 * paused.
 */
public final class PassingBytes implements ReadStream<Buffer> {

    /**
     * Bytes that wait here before the body is paused. As many may be checked, and as many be in the store's hands, so a
     * body holds about three times as many.
     */
    private static final int WAITING_MAX = MediaSniffer.BYTES_MAX;

    private final Context context;
    private final ReadStream<Buffer> body;
    private final IntakeChecks checks;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private Buffer arrived = Buffer.buffer();
    private @Nullable Buffer checked;
    private long received;
    private long demand;
    private boolean started;
    private boolean sniffed;
    private boolean working;
    private boolean bodyEnded;
    private boolean ended;

    /** Of a body that is paused. */
    public PassingBytes(Vertx vertx, ReadStream<Buffer> body, IntakeChecks checks) {
        this.context = vertx.getOrCreateContext();
        this.body = body;
        this.checks = checks;
        this.sniffed = checks.mediaType() == null;
    }

    /** The bytes that have come so far. */
    public long received() {
        return received;
    }

    @Override
    public PassingBytes handler(@Nullable Handler<Buffer> to) {
        handler = to;
        return this;
    }

    @Override
    public PassingBytes endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    @Override
    public PassingBytes exceptionHandler(@Nullable Handler<Throwable> to) {
        exceptionHandler = to;
        return this;
    }

    @Override
    public PassingBytes pause() {
        demand = 0;
        return this;
    }

    @Override
    public PassingBytes resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public PassingBytes fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        if (!started) {
            started = true;
            body.handler(this::arrive);
            body.exceptionHandler(this::fail);
            body.endHandler(_ -> {
                bodyEnded = true;
                advance();
            });
            body.resume();
        }
        // Not from within the reader's own call.
        context.runOnContext(_ -> advance());
        return this;
    }

    private void arrive(Buffer bytes) {
        received += bytes.length();
        if (received > checks.size()) {
            fail(new SizeMismatch(checks.size(), received));
            return;
        }
        var _ = arrived.appendBuffer(bytes);
        if (arrived.length() >= WAITING_MAX) {
            var _ = body.pause();
        }
        advance();
    }

    /** Does whatever can be done next: passes on what is checked, checks what has arrived, ends. */
    private void advance() {
        if (ended) {
            return;
        }
        var next = checked;
        if (next != null && demand > 0 && handler != null) {
            checked = null;
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            handler.handle(next);
        }
        if (!ended && checked == null && !working) {
            if (arrived.length() > 0 && enough()) {
                check();
            } else if (bodyEnded && arrived.length() == 0) {
                end();
            }
        }
    }

    private boolean enough() {
        return sniffed || bodyEnded || arrived.length() >= MediaSniffer.BYTES_MAX;
    }

    private void check() {
        working = true;
        var batch = arrived;
        arrived = Buffer.buffer();
        if (!bodyEnded) {
            var _ = body.resume();
        }
        Future.all(
                        context.executeBlocking(() -> examined(batch), false),
                        checks.scan().write(batch))
                // Never within this call, however fast it was.
                .onComplete(result -> context.runOnContext(_ -> {
                    working = false;
                    if (result.failed()) {
                        fail(result.cause());
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

    private void end() {
        if (received != checks.size()) {
            fail(new SizeMismatch(checks.size(), received));
            return;
        }
        ended = true;
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void fail(Throwable cause) {
        if (ended) {
            return;
        }
        ended = true;
        var _ = body.pause();
        checks.scan().abort();
        if (exceptionHandler != null) {
            exceptionHandler.handle(cause);
        }
    }
}
