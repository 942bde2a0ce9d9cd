package dev.tollgate.blobs.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.ChunkStream;
import dev.tollgate.blobs.Loop;
import dev.tollgate.blobs.folder.FolderBlobStore;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassingBytesTest {

    private static final TenantId TENANT = new TenantId(new UUID(1, 1));

    private final Loop loop = new Loop();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        loop.close();
    }

    private static IntakeChecks checks(long size, String mediaType, ContentDigest... digests) {
        return new IntakeChecks(
                size, mediaType, List.of(digests), BlobCheck.none().begin(TENANT), IntakeChecks.BATCH_BYTES_MIN);
    }

    @Test
    void bytes_reach_the_store_and_every_digest() throws Exception {
        var bytes = Loop.random(5 << 20, 1);
        var key = new BlobKey(new WorkspaceId(UUID.randomUUID()), UUID.randomUUID());
        var digests = new ContentDigest[] {ContentDigest.whole(), ResumableSha256.start()};
        var store = new FolderBlobStore(loop.vertx, folder);

        loop.run(() -> store.write(
                key,
                bytes.length,
                new PassingBytes(
                        loop.vertx,
                        ChunkStream.of(loop.vertx, bytes, 9_973),
                        checks(bytes.length, "application/octet-stream", digests))));

        var sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(digests).extracting(ContentDigest::sha256).containsExactly(sha256, sha256);
        assertThat(Arrays.equals(
                        loop.await(() -> store.read(key, 0, bytes.length).compose(Loop::bytes)), bytes))
                .isTrue();
    }

    @Test
    void bytes_of_another_type_are_refused_before_any_passes() {
        var html = "<html><body>".repeat(20_000).getBytes(UTF_8);

        var seen = Buffer.buffer();
        var failure = loop.failure(() -> read(
                new PassingBytes(loop.vertx, ChunkStream.of(loop.vertx, html, 1_000), checks(html.length, "image/png")),
                seen));

        assertThat(failure).isInstanceOf(MediaTypeMismatch.class);
        assertThat(((MediaTypeMismatch) failure).found()).isEqualTo("text/html");
        assertThat(seen.length()).isZero();
    }

    @Test
    void fewer_or_more_bytes_than_were_named_are_refused() {
        for (int size : new int[] {99_999, 100_001}) {
            var failure = loop.failure(() -> read(
                    new PassingBytes(loop.vertx, ChunkStream.of(loop.vertx, new byte[100_000]), checks(size, null)),
                    Buffer.buffer()));

            assertThat(failure).isInstanceOf(SizeMismatch.class);
        }
    }

    @Test
    void a_body_that_breaks_fails_with_its_own_cause() {
        var cut = new IllegalStateException("cut");

        var failure = loop.failure(() -> read(
                new PassingBytes(
                        loop.vertx, ChunkStream.failing(loop.vertx, new byte[100_000], cut), checks(200_000, null)),
                Buffer.buffer()));

        assertThat(failure).isSameAs(cut);
    }

    @Test
    void a_body_is_not_read_far_ahead_of_a_slow_store() {
        var bytes = new byte[20 << 20];

        var passed = loop.await(() -> {
            var body = ChunkStream.of(loop.vertx, bytes);
            ReadStream<Buffer> passing = new PassingBytes(loop.vertx, body, checks(bytes.length, null));
            var first = Promise.<Buffer>promise();
            passing.handler(first::tryComplete);
            passing.exceptionHandler(first::tryFail);
            passing.fetch(1);
            return first.future().compose(_ -> loop.vertx.timer(200)).map(_ -> body.passed());
        });

        assertThat(passed).isLessThanOrEqualTo(4 * MediaSniffer.BYTES_MAX);
    }

    @Test
    void a_scan_gets_the_bytes_in_their_order() {
        var bytes = Loop.random(3 << 20, 2);
        var scanned = Buffer.buffer();
        var scan = new BlobCheck.Scan() {
            @Override
            public Future<Void> write(Buffer part) {
                scanned.appendBuffer(part);
                return Future.succeededFuture();
            }

            @Override
            public Future<BlobCheck.Verdict> end() {
                return Future.succeededFuture(new BlobCheck.Verdict.Clean());
            }

            @Override
            public void abort() {}
        };
        var seen = Buffer.buffer();

        loop.run(() -> read(
                new PassingBytes(
                        loop.vertx,
                        ChunkStream.of(loop.vertx, bytes, 7_001),
                        new IntakeChecks(bytes.length, null, List.of(), scan, IntakeChecks.BATCH_BYTES_MAX)),
                seen));

        assertThat(Arrays.equals(scanned.getBytes(), bytes)).isTrue();
        assertThat(Arrays.equals(seen.getBytes(), bytes)).isTrue();
    }

    /** Gives everything within the call that resumes it, as a request does with what it has already. */
    private static final class Eager implements ReadStream<Buffer> {

        private final ArrayDeque<Buffer> chunks = new ArrayDeque<>();
        private Handler<Buffer> handler;
        private Handler<Void> endHandler;
        private boolean paused = true;
        private boolean giving;

        Eager(byte[] bytes, int chunk) {
            for (int from = 0; from < bytes.length; from += chunk) {
                chunks.add(Buffer.buffer(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk))));
            }
        }

        @Override
        public Eager exceptionHandler(Handler<Throwable> to) {
            return this;
        }

        @Override
        public Eager handler(Handler<Buffer> to) {
            handler = to;
            return this;
        }

        @Override
        public Eager endHandler(Handler<Void> to) {
            endHandler = to;
            return this;
        }

        @Override
        public Eager pause() {
            paused = true;
            return this;
        }

        @Override
        public Eager fetch(long amount) {
            return resume();
        }

        @Override
        public Eager resume() {
            paused = false;
            if (giving) {
                return this;
            }
            giving = true;
            while (!paused && !chunks.isEmpty()) {
                handler.handle(chunks.remove());
            }
            giving = false;
            if (chunks.isEmpty() && endHandler != null) {
                var end = endHandler;
                endHandler = null;
                end.handle(null);
            }
            return this;
        }
    }

    @Test
    void batches_are_examined_in_their_order_also_if_one_comes_while_another_is_handed_over() throws Exception {
        var bytes = Loop.random(20 << 20, 3);
        var digest = ContentDigest.whole();
        var seen = Buffer.buffer();

        loop.run(() -> read(
                new PassingBytes(loop.vertx, new Eager(bytes, 16 << 10), checks(bytes.length, null, digest)), seen));

        assertThat(digest.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(Arrays.equals(seen.getBytes(), bytes)).isTrue();
    }

    private static Future<Void> read(ReadStream<Buffer> passing, Buffer into) {
        var end = Promise.<Void>promise();
        passing.handler(into::appendBuffer);
        passing.endHandler(_ -> end.tryComplete());
        passing.exceptionHandler(end::tryFail);
        passing.resume();
        return end.future();
    }
}
