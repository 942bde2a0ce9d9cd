package dev.tollgate.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store does. */
public abstract class BlobStoreContract extends BlobPartsContract {

    @Test
    void a_blob_reads_back_as_it_was_written() {
        for (int size : new int[] {1, 64 << 10, (1 << 20) + 17}) {
            var key = key();
            var bytes = Loop.random(size, size);

            write(key, bytes);

            same(read(key, 0, size), bytes);
            assertThat(loop.await(() -> store.size(key))).isEqualTo(OptionalLong.of(size));
        }
    }

    @Test
    void a_range_has_its_bytes_only() {
        var key = key();
        var bytes = Loop.random(1 << 20, 1);
        write(key, bytes);

        same(read(key, 0, 1), Arrays.copyOfRange(bytes, 0, 1));
        same(read(key, 262_143, 600_001), Arrays.copyOfRange(bytes, 262_143, 600_001));
        same(read(key, (1 << 20) - 1, 1 << 20), Arrays.copyOfRange(bytes, (1 << 20) - 1, 1 << 20));
        assertThat(read(key, 5, 5)).isEmpty();
    }

    @Test
    void the_last_write_of_a_key_is_what_is_read() {
        var key = key();
        var second = Loop.random(200_000, 2);

        write(key, Loop.random(300_000, 1));
        write(key, second);

        same(read(key, 0, second.length), second);
        assertThat(loop.await(() -> store.size(key))).isEqualTo(OptionalLong.of(second.length));
    }

    @Test
    void a_stream_that_fails_leaves_what_was_there_before_it() {
        var key = key();
        var before = Loop.random(100_000, 8);
        write(key, before);
        var cut = new IllegalStateException("cut");

        var failure = loop.failure(
                () -> store.write(key, 500_000, ChunkStream.failing(loop.vertx, Loop.random(300_000, 9), cut)));

        assertThat(failure).isSameAs(cut);
        same(read(key, 0, before.length), before);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void a_stream_of_another_size_leaves_nothing() {
        var key = key();

        var shorter = loop.failure(() -> store.write(key, 70_000, ChunkStream.of(loop.vertx, new byte[60_000])));
        var longer = loop.failure(() -> store.write(key, 50_000, ChunkStream.of(loop.vertx, new byte[60_000])));

        assertThat(shorter).isNotNull();
        assertThat(longer).isNotNull();
        assertThat(loop.await(() -> store.size(key))).isEmpty();
        assertThat(entries()).isEmpty();
    }

    @Test
    void what_was_deleted_is_missing_and_may_be_deleted_again() {
        var whole = key();
        write(whole, new byte[1_000]);
        var inParts = key();
        var upload = loop.await(() -> store.begin(inParts));
        var tags = List.of(part(upload, 1, new byte[1_000]));
        loop.run(() -> store.finish(upload, tags));

        for (var key : List.of(whole, inParts, whole)) {
            loop.run(() -> store.delete(key));
            assertThat(loop.await(() -> store.size(key))).isEmpty();
            assertThat(loop.failure(() -> store.read(key, 0, 1))).isInstanceOf(BlobMissing.class);
        }
        assertThat(entries()).isEmpty();
    }

    @Test
    void the_list_has_every_blob_and_every_unfinished_upload() {
        var workspace = new WorkspaceId(UUID.randomUUID());
        var keys = new ArrayList<BlobKey>();
        for (int i = 0; i < 5; i++) {
            keys.add(new BlobKey(i < 3 ? workspace : new WorkspaceId(UUID.randomUUID()), UUID.randomUUID()));
            write(keys.getLast(), new byte[10]);
        }
        var upload = loop.await(() -> store.begin(key()));
        var _ = part(upload, 1, new byte[10]);

        var entries = entries();

        assertThat(entries)
                .filteredOn(entry -> entry.upload() == null)
                .extracting(BlobEntry::key)
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(entries)
                .filteredOn(entry -> entry.upload() != null)
                .extracting(entry -> new BlobUpload(entry.key(), entry.upload()))
                .containsExactly(upload);
    }

    @Test
    void a_reader_gets_no_more_than_it_asks_for() {
        var key = key();
        write(key, Loop.random(4 << 20, 10));
        var buffers = new ArrayList<Buffer>();
        var second = Promise.<Void>promise();

        var read = loop.await(() -> store.read(key, 0, 4 << 20));
        loop.run(() -> {
            read.handler(buffer -> {
                buffers.add(buffer);
                if (buffers.size() == 2) {
                    second.tryComplete();
                }
            });
            read.endHandler(_ -> {});
            read.exceptionHandler(second::tryFail);
            read.fetch(2);
            return second.future();
        });
        loop.run(() -> store.size(key));
        int received = buffers.size();
        loop.run(read::close);

        assertThat(received).isEqualTo(2);
    }
}
