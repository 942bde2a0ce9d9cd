package dev.tollgate.blobs.folder;

import dev.tollgate.blobs.BlobRead;
import dev.tollgate.blobs.stream.BufferViews;
import dev.tollgate.blobs.stream.DemandStream;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
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
final class FileRead extends DemandStream implements BlobRead {

    /** Bytes that are read at once. */
    static final int CHUNK = 256 << 10;

    /** A piece of a file. */
    record Piece(Path file, long from, long to) {}

    private final DiskThreads threads;
    private final ArrayDeque<Piece> pieces;
    private @Nullable FileChannel channel;
    private long position;
    private @Nullable Buffer ready;
    private boolean reading;
    private boolean closed;

    FileRead(DiskThreads threads, Context context, List<Piece> pieces) {
        super(context);
        this.threads = threads;
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
    protected void advance() {
        var next = ready;
        if (next != null && isWanted() && !closed) {
            ready = null;
            deliver(next);
        }
        readAhead();
    }

    private void readAhead() {
        if (reading || ready != null || isEnded() || closed) {
            return;
        }
        reading = true;
        // Never within this call, however fast it was.
        threads.run(this::chunk).onComplete(chunk -> later(() -> arrived(chunk)));
    }

    private void arrived(AsyncResult<Buffer> chunk) {
        reading = false;
        if (closed) {
            var _ = threads.run(this::release);
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
        return BufferViews.of(bytes.array());
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

    @Override
    public Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        return reading ? Future.succeededFuture() : threads.run(this::release).mapEmpty();
    }
}
