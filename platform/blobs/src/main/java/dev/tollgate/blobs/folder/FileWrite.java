package dev.tollgate.blobs.folder;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Writes a stream to a new file and makes it durable, one buffer at a time on a worker thread. */
final class FileWrite {

    /** The body ended early or late. */
    private static final class WrongSize extends RuntimeException {
        WrongSize(long expected, long received) {
            super("expected " + expected + " bytes, received " + received, null, false, false);
        }
    }

    private final WorkerExecutor workers;
    private final Path file;
    private final long size;
    private final Promise<Void> result = Promise.promise();
    private @Nullable FileChannel channel;
    private long written;
    private boolean writing;
    private boolean bodyEnded;
    private @Nullable Throwable failure;

    private FileWrite(WorkerExecutor workers, Path file, long size) {
        this.workers = workers;
        this.file = file;
        this.size = size;
    }

    /** Done once the file's bytes are durable; its name is the caller's to make so. It is gone after a failure. */
    static Future<Void> of(WorkerExecutor workers, Path file, long size, ReadStream<Buffer> bytes) {
        var write = new FileWrite(workers, file, size);
        return workers.executeBlocking(write::open, false).compose(_ -> write.pump(bytes));
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
            writing = true;
            workers.executeBlocking(() -> write(buffer), false).onComplete(done -> {
                writing = false;
                if (done.failed()) {
                    fail(done.cause());
                } else if (failure == null) {
                    bytes.fetch(1);
                }
                advance();
            });
        });
        bytes.fetch(1);
        return result.future();
    }

    private void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        advance();
    }

    private void advance() {
        if (writing || result.future().isComplete() || (failure == null && !bodyEnded)) {
            return;
        }
        writing = true;
        workers.executeBlocking(this::end, false).onComplete(done -> {
            if (done.succeeded()) {
                result.complete();
            } else {
                result.fail(done.cause());
            }
        });
    }

    private long write(Buffer buffer) throws IOException {
        var target = opened();
        if (written + buffer.length() > size) {
            throw new WrongSize(size, written + buffer.length());
        }
        var bytes = ByteBuffer.wrap(buffer.getBytes());
        while (bytes.hasRemaining()) {
            written += target.write(bytes);
        }
        return written;
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
