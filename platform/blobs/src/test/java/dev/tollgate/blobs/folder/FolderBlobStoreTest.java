package dev.tollgate.blobs.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobEntry;
import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.BlobStoreContract;
import dev.tollgate.blobs.BlobUpload;
import dev.tollgate.blobs.ChunkStream;
import dev.tollgate.blobs.Loop;
import dev.tollgate.blobs.PartTag;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobStoreTest extends BlobStoreContract {

    private static final int ATTEMPT = 50_000;

    @TempDir
    Path folder;

    @Override
    protected BlobStore open() {
        return new FolderBlobStore(loop.vertx, folder.resolve("made/when/written"));
    }

    @Test
    void a_list_of_several_pages_has_every_blob_once() throws Exception {
        var expected = new TreeSet<String>();
        var workspaces = new UUID[] {UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()};
        for (int i = 0; i < 2_345; i++) {
            var key = new BlobKey(new WorkspaceId(workspaces[i % 3]), UUID.randomUUID());
            var file = folder.resolve("made/when/written").resolve(key.path());
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
            expected.add(key.path());
        }

        var listed = entries().stream().map(entry -> entry.key().path()).toList();

        assertThat(listed).doesNotHaveDuplicates().hasSize(2_345);
        assertThat(new TreeSet<>(listed)).isEqualTo(expected);
    }

    @Test
    void what_a_stop_left_of_a_write_is_listed_and_can_be_aborted() throws Exception {
        var store = open();
        var key = key();
        var directory = folder.resolve("made/when/written").resolve(key.directory());
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(key.id() + "." + "0".repeat(32) + ".tmp"), "half");
        Files.writeString(directory.resolve("not ours"), "other");

        var left = entries();

        assertThat(left).extracting(BlobEntry::upload).containsExactly("0".repeat(32) + ".tmp");
        loop.run(() -> store.abort(new BlobUpload(key, left.getFirst().upload())));
        assertThat(entries()).isEmpty();
        assertThat(loop.await(() -> store.size(key))).isEmpty();
    }

    @Test
    void attempts_that_do_not_count_take_no_room() throws Exception {
        var store = open();
        var upload = loop.await(() -> store.begin(key()));
        var first = attempt(store, upload);
        var _ = attempt(store, upload);
        var last = attempt(store, upload);

        loop.run(() -> store.discard(upload, 1, first));
        long beforeFinish = bytesOnDisk();
        loop.run(() -> store.finish(upload, List.of(last)));

        assertThat(beforeFinish).isEqualTo(2 * ATTEMPT);
        assertThat(bytesOnDisk()).isBetween((long) ATTEMPT, ATTEMPT + 200L);
    }

    private PartTag attempt(BlobStore store, BlobUpload upload) {
        return loop.await(() -> store.part(upload, 1, ATTEMPT, ChunkStream.of(loop.vertx, new byte[ATTEMPT])));
    }

    private long bytesOnDisk() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void a_file_that_is_made_durable_while_it_is_written_is_whole() {
        var store = open();
        var key = key();
        var bytes = Loop.random(3 * FileWrite.SYNC_BYTES + 7, 13);

        loop.run(() -> store.write(key, bytes.length, ChunkStream.of(loop.vertx, bytes, 256 << 10)));

        var read = loop.await(() -> store.read(key, 0, bytes.length).compose(Loop::bytes));
        assertThat(Arrays.equals(read, bytes)).isTrue();
    }

    @Test
    void a_large_file_that_breaks_is_gone() throws Exception {
        var store = open();
        var bytes = new byte[2 * FileWrite.SYNC_BYTES];
        var cut = new IllegalStateException("cut");

        var failure =
                loop.failure(() -> store.write(key(), bytes.length + 1L, ChunkStream.failing(loop.vertx, bytes, cut)));

        assertThat(failure).isSameAs(cut);
        assertThat(bytesOnDisk()).isZero();
    }

    @Test
    void an_upload_that_is_finished_several_times_at_once_is_one_blob() {
        var store = open();
        for (int round = 0; round < 50; round++) {
            var upload = loop.await(() -> store.begin(key()));
            var tags = List.of(attempt(store, upload));

            loop.run(() -> Future.join(
                    Stream.generate(() -> store.finish(upload, tags)).limit(8).toList()));

            assertThat(loop.await(() -> store.read(upload.key(), 0, ATTEMPT).compose(Loop::bytes)))
                    .hasSize(ATTEMPT);
        }
    }

    @Test
    void a_manifest_that_a_stop_left_half_is_written_anew() throws Exception {
        var store = open();
        var upload = loop.await(() -> store.begin(key()));
        var tag = attempt(store, upload);
        Files.writeString(
                new FolderPaths(folder.resolve("made/when/written"))
                        .upload(upload)
                        .resolve("manifest"),
                "ha");

        loop.run(() -> store.finish(upload, List.of(tag)));

        assertThat(loop.await(() -> store.size(upload.key()))).hasValue(ATTEMPT);
    }

    @Test
    void a_folder_that_cannot_be_written_is_unavailable() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "no directory");
        var store = new FolderBlobStore(loop.vertx, file);

        var failure = loop.failure(() -> store.write(key(), 5, ChunkStream.of(loop.vertx, new byte[5])));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void a_token_from_elsewhere_names_no_path() {
        var store = open();
        var foreign = new BlobUpload(key(), "../../../etc/passwd");

        var failure = loop.failure(() -> store.abort(foreign));

        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_kill_leaves_no_half_file() throws Exception {
        var root = folder.resolve("killed");
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = child.inputReader()) {
            for (int written = 0; written < 40; written++) {
                assertThat(lines.readLine()).isNotNull();
            }
            child.destroyForcibly().waitFor();
        }

        try (var files = Files.walk(root)) {
            var sizes = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".tmp"))
                    .map(file -> file.toFile().length())
                    .collect(Collectors.toSet());

            assertThat(sizes).containsExactly((long) KilledWriter.SIZE);
        }
    }
}
