package dev.tollgate.modules.assets.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobUpload;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.assets.AssetsModule;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrphanSweepTest {

    private final Desk desk = new Desk(new AssetsModule());

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void only_what_no_row_refers_to_is_deleted_and_only_after_25_hours() {
        var workspace = new WorkspaceId(UUID.randomUUID());
        var orphan = written(workspace);
        var stored = written(workspace);
        var uploaded = written(workspace);
        var left = begun(workspace);
        var running = begun(workspace);
        row(stored.id(), workspace, null, null, stored.id());
        row(running.key().id(), workspace, running.key().id(), running.token(), null);
        row(uploaded.id(), workspace, uploaded.id(), "finished", null);
        var elsewhere = written(new WorkspaceId(UUID.randomUUID()));
        row(elsewhere.id(), workspace, null, null, elsewhere.id());

        desk.later(Duration.ofHours(24));
        desk.runJobs();
        assertThat(exists(orphan)).isTrue();
        desk.later(Duration.ofHours(2));
        desk.runJobs();

        assertThat(exists(orphan)).isFalse();
        assertThat(exists(elsewhere)).isFalse();
        assertThat(exists(stored)).isTrue();
        assertThat(exists(uploaded)).isTrue();
        var uploads = desk.awaited(() -> desk.blobs.store().list(null)).entries().stream()
                .filter(entry -> entry.upload() != null)
                .map(entry -> new BlobUpload(entry.key(), entry.upload()))
                .toList();
        assertThat(uploads).containsExactly(running).doesNotContain(left);
    }

    @Test
    void a_blob_that_cannot_be_deleted_does_not_keep_those_behind_it() {
        var orphans = IntStream.range(0, 4)
                .mapToObj(_ -> written(new WorkspaceId(UUID.randomUUID())))
                .toList();
        var locked = desk.awaited(() -> desk.blobs.store().list(null))
                .entries()
                .getFirst()
                .key();
        desk.locked.lock(locked);
        desk.runJobs();
        desk.later(Duration.ofHours(26));
        desk.runJobs();

        assertThat(orphans).filteredOn(this::exists).containsExactly(locked);
    }

    @Test
    void nothing_is_deleted_in_a_store_of_another_installation() {
        var orphan = written(new WorkspaceId(UUID.randomUUID()));
        var _ = written(new WorkspaceId(new UUID(0, 0)));
        desk.runJobs();

        desk.later(Duration.ofHours(26));
        desk.runJobs();

        assertThat(exists(orphan)).isTrue();
    }

    @Test
    void nothing_is_deleted_in_a_store_that_has_lost_its_mark() {
        var orphan = written(new WorkspaceId(UUID.randomUUID()));
        desk.runJobs();
        desk.later(Duration.ofHours(2));
        desk.runJobs();
        var mark = desk.awaited(() -> desk.blobs.store().list(null))
                .entries()
                .getFirst()
                .key();
        var _ = desk.awaited(() -> desk.blobs.store().delete(mark));

        desk.later(Duration.ofHours(24));
        desk.runJobs();

        assertThat(mark.workspace()).isEqualTo(new WorkspaceId(new UUID(0, 0)));
        assertThat(exists(orphan)).isTrue();
    }

    private BlobUpload begun(WorkspaceId workspace) {
        return desk.awaited(() -> desk.blobs.store().begin(new BlobKey(workspace, UUID.randomUUID())));
    }

    private BlobKey written(WorkspaceId workspace) {
        var key = new BlobKey(workspace, UUID.randomUUID());
        var _ = desk.awaited(() -> desk.blobs.store().write(key, 5, new BufferStream(Buffer.buffer("bytes"))));
        return key;
    }

    private boolean exists(BlobKey key) {
        return desk.awaited(() -> desk.blobs.store().size(key)).isPresent();
    }

    private void row(UUID asset, WorkspaceId workspace, UUID parts, String token, UUID stored) {
        desk.owner(
                "INSERT INTO assets.asset (workspace_id, id, asset_type, name, file_name, mime_type, byte_size, status,"
                        + " custom_fields, created_at, updated_at, version, source, last_actor) VALUES ('"
                        + workspace.value()
                        + "', '" + asset
                        + "', 'other', 'a', 'a', 'text/plain', 5, 'upload_pending', '{}', now(), now(), 1, 'api', 'x')");
        desk.owner(
                "INSERT INTO assets.file (workspace_id, id, upload_id, parts_blob, upload_token, stored_blob, sha256,"
                        + " expires_at)"
                        + " VALUES ('" + workspace.value() + "', '" + asset + "', gen_random_uuid(), " + text(parts)
                        + ", " + text(token)
                        + ", "
                        + text(stored) + ", " + text(stored == null ? null : "0") + ", now() + interval '3 days')");
    }

    private static String text(Object value) {
        return value == null ? "NULL" : "'" + value + "'";
    }
}
