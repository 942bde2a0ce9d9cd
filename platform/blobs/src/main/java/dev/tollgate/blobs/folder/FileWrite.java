package dev.tollgate.blobs.folder;

import dev.tollgate.blobs.stream.BufferViews;
import dev.tollgate.blobs.stream.SerialExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream to a new file and makes it durable, one buffer after the other on worker threads, the next one coming
 * meanwhile. Another thread makes durable what is written already, so that little is left to wait for when the last
 * byte has come.
 */
final class FileWrite {

    /** Bytes that are written between two syncs. */
    static final int SYNC_BYTES = 8 << 20;

    /** Buffers that are written or wait for it. */
    private static final int BUFFERS_MAX = 2;

    /** The body ended early or late. */
    private static final class WrongSize extends RuntimeException {
        WrongSize(long expected, long received) {
            super("expected " + expected + " bytes, received " + received, null, false, false);
        }
    }

    private final DiskThreads threads;
    private final SerialExecutor writes;
    private final Path file;
    private final long size;
    private final Promise<Void> result = Promise.promise();
    private @Nullable FileChannel channel;
    /** The end of the file, as the thread that writes knows it. */
    private long end;

    private long written;
    private long syncedTo;
    private int writing;
    private boolean syncing;
    private boolean ending;
    private boolean bodyEnded;
    private @Nullable Throwable failure;

    private FileWrite(DiskThreads threads, Path file, long size) {
        this.threads = threads;
        this.writes = threads.serial();
        this.file = file;
        this.size = size;
    }

    /** Done once the file's bytes are durable; its name is the caller's to make so. It is gone after a failure. */
    static Future<Void> of(DiskThreads threads, Path file, long size, ReadStream<Buffer> bytes) {
        var write = new FileWrite(threads, file, size);
        return threads.run(write::open).compose(_ -> write.pump(bytes));
    }

    /** The same with its name, which is made durable while the bytes come. */
    static Future<Void> named(DiskThreads threads, Path file, long size, ReadStream<Buffer> bytes) {
        var write = new FileWrite(threads, file, size);
        return threads.run(write::open).compose(_ -> {
            write.sync(() -> {
                DurableFiles.syncName(file);
                return file;
            });
            return write.pump(bytes);
        });
    }

    private FileWrite open() throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return this;
    }

    private Future<Void> pump(ReadStream<Buffer> bytes) {
        bytes.exceptionHandler(this::fail);
        bytes.endHandler(_ -> {
            bodyEnded = true;
            advance();
        });
        bytes.handler(buffer -> {
            if (ending) {
                return;
            }
            writing++;
            writes.run(() -> write(buffer)).onComplete(done -> {
                writing--;
                if (done.failed()) {
                    fail(done.cause());
                } else if (failure == null) {
                    written = Math.max(written, done.result()); // a step that is done at once is told first
                    bytes.fetch(1);
                    syncWritten();
                }
                advance();
            });
        });
        bytes.fetch(BUFFERS_MAX);
        return result.future();
    }

    /** Makes durable what is written, while more is written, unless that is going on. */
    private void syncWritten() {
        if (!syncing && written - syncedTo >= SYNC_BYTES) {
            syncedTo = written;
            sync(() -> {
                opened().force(false);
                return file;
            });
        }
    }

    private void sync(Callable<Path> step) {
        syncing = true;
        threads.sync(step).onComplete(done -> {
            syncing = false;
            if (done.failed()) {
                fail(done.cause());
            }
            advance();
        });
    }

    private void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        advance();
    }

    private void advance() {
        if (writing > 0 || syncing || ending || (failure == null && !bodyEnded)) {
            return;
        }
        ending = true;
        threads.run(this::end).onComplete(done -> {
            if (done.succeeded()) {
                result.complete();
            } else {
                result.fail(done.cause());
            }
        });
    }

    /** Bytes of the file then. */
    private long write(Buffer buffer) throws IOException {
        var target = opened();
        end += buffer.length();
        if (end > size) {
            throw new WrongSize(size, end);
        }
        var pieces = BufferViews.pieces(buffer);
        for (long left = buffer.length(); left > 0; ) {
            left -= target.write(pieces);
        }
        return end;
    }

    private Path end() throws Exception {
        try (var target = opened()) {
            if (failure == null && written == size) {
                target.force(true);
                return file;
            }
        } catch (IOException broken) {
            var _ = Files.deleteIfExists(file);
            throw broken;
        }
        var _ = Files.deleteIfExists(file);
        throw failure instanceof Exception cause ? cause : new WrongSize(size, written);
    }

    private FileChannel opened() {
        if (channel == null) {
            throw new IllegalStateException("not open");
        }
        return channel;
    }
}
