package dev.tollgate.gateway.files;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.Blobs;
import dev.tollgate.blobs.open.OpenedBlobs;
import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Transfers on one event loop, with a folder of blobs, whose time a test can turn forward. */
final class OneLoop implements AutoCloseable {

    final Vertx vertx = Vertx.vertx();
    final AtomicLong nanos = new AtomicLong();
    final FileStreams streams = new FileStreams(nanos::get);
    final Blobs blobs;
    private final Context loop = vertx.getOrCreateContext();
    private final Path folder;
    private final URI base;

    /** A server that answers every request so; its body is paused. */
    OneLoop(Path folder, Handler<HttpServerRequest> handler) {
        this.folder = folder;
        this.blobs = OpenedBlobs.inFolder(vertx, folder);
        var server =
                await(() -> vertx.createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(false))
                        .requestHandler(request -> {
                            request.pause();
                            handler.handle(request);
                        })
                        .listen(0, "127.0.0.1"));
        this.base = URI.create("http://127.0.0.1:" + server.actualPort());
    }

    URI base() {
        return base;
    }

    /** A blob of zeros that takes no room on the disk. */
    BlobKey zeros(long size) {
        var key = new BlobKey(new WorkspaceId(UUID.randomUUID()), UUID.randomUUID());
        var file = folder.resolve(key.path());
        try {
            Files.createDirectories(file.resolveSibling(""));
            try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(size);
            }
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
        return key;
    }

    /** Lets time pass for transfers. */
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** What a step on the loop gives. */
    <T> T await(Supplier<Future<T>> step) {
        var promise = Promise.<T>promise();
        loop.runOnContext(_ -> step.get().onComplete(promise));
        try {
            return promise.future().await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** Runs a step on the loop. */
    void run(Runnable step) {
        var _ = this.<Void>await(() -> {
            step.run();
            return Future.succeededFuture();
        });
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
