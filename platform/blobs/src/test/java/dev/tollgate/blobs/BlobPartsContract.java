package dev.tollgate.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does with uploads in parts. */
public abstract class BlobPartsContract {

    /** S3 takes no smaller part but the last. */
    private static final int PART = 5 << 20;

    protected Loop loop;
    BlobStore store;

    /** An empty store. */
    protected abstract BlobStore open() throws Exception;

    @BeforeEach
    void start() throws Exception {
        loop = new Loop();
        store = open();
    }

    @AfterEach
    void stop() {
        loop.run(store::close);
        loop.close();
    }

    @Test
    void parts_become_one_blob() {
        var key = key();
        var bytes = Loop.random(2 * PART + 1_000, 3);
        var upload = loop.await(() -> store.begin(key));

        var tags = new ArrayList<PartTag>();
        for (int from = 0; from < bytes.length; from += PART) {
            tags.add(part(
                    upload, tags.size() + 1, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART))));
        }
        assertThat(loop.await(() -> store.size(key))).isEmpty();
        loop.run(() -> store.finish(upload, tags));

        assertThat(loop.await(() -> store.size(key))).isEqualTo(OptionalLong.of(bytes.length));
        same(read(key, 0, bytes.length), bytes);
        same(read(key, PART - 10, 2 * PART + 10), Arrays.copyOfRange(bytes, PART - 10, 2 * PART + 10));
    }

    @Test
    void a_part_written_again_counts_by_its_tag() {
        var key = key();
        var second = Loop.random(PART, 5);
        var upload = loop.await(() -> store.begin(key));

        var _ = part(upload, 1, Loop.random(PART, 4));
        var tag = part(upload, 1, second);
        loop.run(() -> store.finish(upload, List.of(tag)));

        same(read(key, 0, PART), second);
    }

    @Test
    void an_attempt_that_is_discarded_leaves_the_part_to_the_next() {
        var key = key();
        var second = Loop.random(1_000, 12);
        var upload = loop.await(() -> store.begin(key));

        var first = part(upload, 1, Loop.random(1_000, 11));
        loop.run(() -> store.discard(upload, 1, first));
        loop.run(() -> store.discard(upload, 1, first));
        var tag = part(upload, 1, second);
        loop.run(() -> store.finish(upload, List.of(tag)));

        same(read(key, 0, second.length), second);
    }

    @Test
    void a_finished_upload_may_be_finished_again_and_an_aborted_one_may_not() {
        var finished = key();
        var upload = loop.await(() -> store.begin(finished));
        var tags = List.of(part(upload, 1, Loop.random(1_000, 6)));
        loop.run(() -> store.finish(upload, tags));
        var aborted = loop.await(() -> store.begin(key()));
        var lost = List.of(part(aborted, 1, Loop.random(1_000, 7)));
        loop.run(() -> store.abort(aborted));
        loop.run(() -> store.abort(aborted));

        loop.run(() -> store.finish(upload, tags));
        var failure = loop.failure(() -> store.finish(aborted, lost));

        assertThat(failure).isInstanceOf(BlobMissing.class);
        same(read(finished, 0, 1_000), Loop.random(1_000, 6));
    }

    protected List<BlobEntry> entries() {
        return loop.entries(store);
    }

    protected static BlobKey key() {
        return new BlobKey(new WorkspaceId(UUID.randomUUID()), UUID.randomUUID());
    }

    /** Without the bytes in the message. */
    static void same(byte[] actual, byte[] expected) {
        assertThat(actual).hasSize(expected.length);
        assertThat(Arrays.equals(actual, expected)).isTrue();
    }

    final void write(BlobKey key, byte[] bytes) {
        loop.run(() -> store.write(key, bytes.length, ChunkStream.of(loop.vertx, bytes)));
    }

    final PartTag part(BlobUpload upload, int number, byte[] bytes) {
        return loop.await(() -> store.part(upload, number, bytes.length, ChunkStream.of(loop.vertx, bytes)));
    }

    final byte[] read(BlobKey key, int from, int to) {
        return loop.await(() -> store.read(key, from, to).compose(Loop::bytes));
    }
}
