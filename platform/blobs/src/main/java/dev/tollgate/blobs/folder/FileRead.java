package dev.tollgate.blobs.folder;

import dev.tollgate.blobs.BlobRead;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads pieces of files one after another, a chunk at a time on a worker thread, at most one ahead of the reader. */
final class FileRead implements BlobRead {

    /** Bytes that are read at once. */
    static final int CHUNK = 256 << 10;

    /** A piece of a file. */
    record Piece(Path file, long from, long to) {}

    private final WorkerExecutor workers;
    private final Context context;
    private final ArrayDeque<Piece> pieces;
    private @Nullable FileChannel channel;
    private long position;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Buffer ready;
    private long demand;
    private boolean reading;
    private boolean ended;
    private boolean closed;

    FileRead(WorkerExecutor workers, Context context, List<Piece> pieces) {
        this.workers = workers;
        this.context = context;
        this.pieces = new ArrayDeque<>(pieces);
    }

    /** Opens the first file, so that a blob that is missing shows before its first byte. Blocks. */
    FileRead opened() throws IOException {
        if (!pieces.isEmpty()) {
            var _ = open(pieces.getFirst());
        }
        return this;
    }

    @Override
    public FileRead handler(@Nullable Handler<Buffer> to) {
        handler = to;
        return this;
    }

    @Override
    public FileRead endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    @Override
    public FileRead exceptionHandler(@Nullable Handler<Throwable> to) {
        exceptionHandler = to;
        return this;
    }

    @Override
    public FileRead pause() {
        demand = 0;
        return this;
    }

    @Override
    public FileRead resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public FileRead fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        // Not from within the reader's own call.
        context.runOnContext(_ -> advance());
        return this;
    }

    private void advance() {
        if (ended || closed) {
            return;
        }
        var next = ready;
        if (next != null && demand > 0 && handler != null) {
            ready = null;
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            handler.handle(next);
            readAhead();
        } else if (next == null) {
            readAhead();
        }
    }

    private void readAhead() {
        if (reading || ready != null || ended || closed) {
            return;
        }
        reading = true;
        // Never within this call, however fast it was.
        workers.executeBlocking(this::chunk, false).onComplete(chunk -> context.runOnContext(_ -> arrived(chunk)));
    }

    private void arrived(AsyncResult<Buffer> chunk) {
        reading = false;
        if (closed) {
            var _ = workers.executeBlocking(this::release, false);
        } else if (chunk.failed()) {
            fail(chunk.cause());
        } else if (chunk.result().length() == 0) {
            end();
        } else {
            ready = chunk.result();
            advance();
        }
    }

    /** The next bytes; none at the end. On a worker thread, one at a time. */
    private Buffer chunk() throws IOException {
        while (!pieces.isEmpty() && position >= pieces.getFirst().to()) {
            pieces.removeFirst();
            var _ = release();
            position = pieces.isEmpty() ? 0 : pieces.getFirst().from();
        }
        if (pieces.isEmpty()) {
            return Buffer.buffer();
        }
        var piece = pieces.getFirst();
        var source = channel == null ? open(piece) : channel;
        var bytes = ByteBuffer.allocate((int) Math.min(CHUNK, piece.to() - position));
        while (bytes.hasRemaining()) {
            int read = source.read(bytes, position);
            if (read < 0) {
                throw new EOFException(piece.file() + " is shorter than " + piece.to());
            }
            position += read;
        }
        return Buffer.buffer(bytes.array());
    }

    private FileChannel open(Piece piece) throws IOException {
        var opened = FileChannel.open(piece.file(), StandardOpenOption.READ);
        channel = opened;
        position = piece.from();
        return opened;
    }

    private FileRead release() throws IOException {
        var open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
        return this;
    }

    private void end() {
        ended = true;
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void fail(Throwable cause) {
        ended = true;
        if (exceptionHandler != null) {
            exceptionHandler.handle(cause);
        }
    }

    @Override
    public Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        return reading
                ? Future.succeededFuture()
                : workers.executeBlocking(this::release, false).mapEmpty();
    }
}
