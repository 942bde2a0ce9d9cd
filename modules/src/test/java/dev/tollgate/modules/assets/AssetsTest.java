package dev.tollgate.modules.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.assets.AssetOperations.AssetPatch;
import dev.tollgate.modules.assets.AssetOperations.AssetRead;
import dev.tollgate.modules.assets.AssetOperations.Completion;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From the creation of an asset to the end of its bytes. */
class AssetsTest extends AssetTests {

    @Test
    void content_within_the_call_is_available_at_once() {
        var asset = made(text("Hello"));

        var read = desk.done(AssetOperations.GET, caller, new AssetRead(asset.id(), true));

        assertThat(asset.status()).isEqualTo(Asset.Status.AVAILABLE);
        assertThat(asset.upload()).isNull();
        assertThat(asset.assetType()).isEqualTo(Asset.AssetType.DOCUMENT);
        assertThat(asset.name()).isEqualTo("note.txt");
        assertThat(read.text()).isEqualTo("Hello");
        assertThat(read.sha256()).isEqualTo("185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969");
    }

    @Test
    void a_file_to_be_sent_has_a_url_for_a_day() {
        var upload = made(pending(40_000_000)).upload();

        assertThat(upload).isNotNull();
        assertThat(upload.method()).isEqualTo("PUT");
        assertThat(upload.url()).contains("/files/ast_").contains("&o=put&");
        assertThat(upload.headers()).containsEntry("Content-Type", "video/mp4");
        assertThat(upload.parts()).isEqualTo(3);
        assertThat(Duration.between(desk.clock.instant(), upload.expiresAt()))
                .isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }

    @Test
    void a_pending_asset_becomes_available_by_its_bytes_only() {
        var asset = made(pending(10));

        assertThat(desk.refusal(AssetOperations.UPDATE, caller, patch(asset.id(), "{'status': 'available'}")))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(desk.refusal(AssetOperations.ARCHIVE, caller, new Ref<>(asset.id())))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(desk.refusal(AssetOperations.COMPLETE, caller, new Completion(asset.id(), null)))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(desk.refusal(AssetOperations.GET, caller, new AssetRead(asset.id(), true)))
                .isInstanceOf(Refusal.Conflict.class);
    }

    @Test
    void an_archived_asset_comes_back_by_an_update() {
        var asset = made(text("Hello"));
        var _ = desk.done(AssetOperations.ARCHIVE, caller, new Ref<>(asset.id()));
        var back = desk.done(AssetOperations.UPDATE, caller, patch(asset.id(), "{'status': 'available'}"));

        assertThat(back.status()).isEqualTo(Asset.Status.AVAILABLE);
        assertThat(desk.refusal(AssetOperations.UPDATE, caller, patch(asset.id(), "{'status': 'upload_pending'}")))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(desk.events(caller).stream().map(DomainEvent::type))
                .containsExactly("asset.created", "asset.archived", "asset.updated");
    }

    @Test
    void a_deleted_asset_takes_its_bytes_with_it() {
        var asset = made(text("Hello"));
        var blob = new BlobKey(
                caller.workspaceId(),
                UUID.fromString(desk.ownerRows("SELECT stored_blob FROM assets.file WHERE id = '"
                                + asset.id().value() + "'")
                        .getFirst()));
        assertThat(Desk.await(desk.blobs.store().size(blob))).hasValue(5);
        var _ = desk.done(AssetOperations.DELETE, caller, new Ref<>(asset.id()));
        desk.runJobs();

        assertThat(Desk.await(desk.blobs.store().size(blob))).isEmpty();
        assertThat(desk.ownerRows("SELECT pending || ' ' || bytes FROM assets.total WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("0 0");
    }

    @Test
    void an_upload_that_is_not_completed_ends_after_a_day() {
        var asset = made(pending(10));
        var kept = made(text("Hello"));

        desk.later(Duration.ofHours(25));
        desk.runJobs();

        assertThat(desk.refusal(AssetOperations.GET, caller, new AssetRead(asset.id(), null)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.done(AssetOperations.GET, caller, new AssetRead(kept.id(), null))
                        .status())
                .isEqualTo(Asset.Status.AVAILABLE);
        assertThat(desk.events(caller).stream().map(DomainEvent::type)).contains("asset.expired");
    }

    @Test
    void a_workspace_has_a_limited_number_of_pending_uploads_and_bytes() {
        for (int at = 0; at < WorkspaceFileLimits.PENDING_MAX; at++) {
            var _ = made(pending(1));
        }

        assertThat(desk.refusal(AssetOperations.CREATE, caller, pending(1)))
                .isInstanceOf(Refusal.PlanLimitReached.class);
        assertThat(made(text("Hello")).status()).isEqualTo(Asset.Status.AVAILABLE);

        caller = desk.stranger();
        for (int at = 0; at < WorkspaceFileLimits.PENDING_MAX; at++) {
            var _ = made(pending(1_000));
        }
        desk.owner("UPDATE assets.total SET bytes = " + WorkspaceFileLimits.BYTES_MAX + " WHERE workspace_id = '"
                + caller.workspaceId().value() + "'");
        assertThat(desk.refusal(AssetOperations.CREATE, caller, text("Hello")))
                .isInstanceOf(Refusal.PlanLimitReached.class);
    }

    @Test
    void bytes_of_pending_uploads_are_bounded() {
        var largest = desk.blobs.sizeMax();
        for (int at = 0; at < desk.blobs.pendingMax() / largest; at++) {
            var _ = made(pending(largest));
        }

        assertThat(desk.refusal(AssetOperations.CREATE, caller, pending(1)))
                .isInstanceOfSatisfying(
                        Refusal.PlanLimitReached.class,
                        refusal -> assertThat(refusal.detail()).contains("53687091200 bytes"));
    }

    @Test
    void content_within_the_call_does_not_wait_for_uploads_that_are_not_complete() {
        var _ = made(pending(10));
        desk.owner("UPDATE assets.asset SET byte_size = " + (desk.blobs.pendingMax() + 1) + " WHERE workspace_id = '"
                + caller.workspaceId().value() + "'");

        assertThat(made(text("Hello")).status()).isEqualTo(Asset.Status.AVAILABLE);
        assertThat(desk.refusal(AssetOperations.CREATE, caller, pending(1)))
                .isInstanceOf(Refusal.PlanLimitReached.class);
    }

    private static AssetPatch patch(AssetId id, String json) {
        return Json.read(
                Json.read(json.replace('\'', '"'), JsonObject.class)
                        .put("id", id.text())
                        .encode(),
                AssetPatch.class);
    }
}
