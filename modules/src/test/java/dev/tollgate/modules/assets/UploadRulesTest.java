package dev.tollgate.modules.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobStore;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.records.file.UploadGrant;
import dev.tollgate.records.file.UploadHead;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UploadRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UploadHead FIRST = new UploadHead(1, BlobStore.PART_BYTES, null);

    @Test
    void an_upload_in_parts_gets_a_blob_of_its_own_when_it_begins() {
        var token = UUID.randomUUID();

        assertThat(blob(granted(file(null, null), false, token))).isEqualTo(token);
    }

    @Test
    void an_upload_in_parts_that_has_begun_keeps_its_blob() {
        var begun = UUID.randomUUID();

        assertThat(blob(granted(file(begun, "token"), false, UUID.randomUUID())))
                .isEqualTo(begun);
    }

    @Test
    void a_file_of_several_parts_comes_whole_where_it_is_scanned() {
        var granted = granted(file(null, null), true, UUID.randomUUID());

        assertThat(((Outcome.Refused<UploadGrant>) granted).refusal()).isInstanceOf(Refusal.Conflict.class);
    }

    private static Outcome<UploadGrant> granted(FileRow file, boolean scanned, UUID token) {
        return UploadRules.granted(file, FIRST, scanned, token, NOW);
    }

    private static UUID blob(Outcome<UploadGrant> granted) {
        return ((UploadGrant.Lease) ((Outcome.Done<UploadGrant>) granted).value())
                .blob()
                .id();
    }

    private static FileRow file(UUID partsBlob, String token) {
        return new FileRow(
                new AssetId(UUID.randomUUID()),
                new WorkspaceId(UUID.randomUUID()),
                UUID.randomUUID(),
                partsBlob,
                token,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                NOW,
                Asset.Status.UPLOAD_PENDING,
                BlobStore.PART_BYTES + 5L,
                "film.mp4",
                "video/mp4",
                null);
    }
}
