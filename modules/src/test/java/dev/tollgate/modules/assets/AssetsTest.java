package dev.tollgate.modules.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.check.ClamdCheck;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.assets.AssetOperations.AssetPatch;
import dev.tollgate.modules.assets.AssetOperations.AssetRead;
import dev.tollgate.modules.assets.AssetOperations.Completion;
import dev.tollgate.modules.assets.AssetOperations.NewAsset;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {

    private static Desk desk;

    private Caller caller;

    @BeforeAll
    static void open() {
        desk = new Desk(new AssetsModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void prepare() {
        caller = desk.stranger();
    }

    private static NewAsset text(String content) {
        return asset(new JsonObject()
                .put("file_name", "note.txt")
                .put("mime_type", "text/plain")
                .put("content", content));
    }

    private static NewAsset pending(long size) {
        return asset(new JsonObject()
                .put("file_name", "film.mp4")
                .put("mime_type", "video/mp4")
                .put("byte_size", size));
    }

    private static NewAsset asset(JsonObject json) {
        return Json.read(json.encode(), NewAsset.class);
    }

    private ShownAsset made(NewAsset input) {
        return desk.done(AssetOperations.CREATE, caller, input);
    }

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "a\\b",
                "a/b",
                "..",
                ".",
                "a\u0000b",
                "a\nb",
                "invoice\u202Efdp.exe",
                "\u200Ba",
                " a",
                "a ",
                "\uFEFFa",
                "a\u2028b"
            })
    void hostile_names_are_refused(String name) {
        var input = asset(new JsonObject()
                .put("file_name", name)
                .put("mime_type", "text/plain")
                .put("content", "x"));

        assertThat(desk.faults(AssetOperations.CREATE, caller, input)).contains("file_name");
    }

    @Test
    void content_that_is_not_what_it_says_is_refused() {
        var html = "<!DOCTYPE html><html><body>x</body></html>";

        assertThat(faults("{'content': 'a', 'content_base64': 'YQ=='}")).contains("content_base64");
        assertThat(faults("{'content_base64': 'not base64'}")).containsExactly("content_base64");
        assertThat(faults("{'content': 'abc', 'byte_size': 4}")).containsExactly("byte_size");
        assertThat(faults("{'content': 'abc', 'sha256': '" + "0".repeat(64) + "'}"))
                .containsExactly("sha256");
        assertThat(faults("{'content': '" + html + "', 'mime_type': 'image/png'}"))
                .containsExactly("content");
        assertThat(faults("{}")).containsExactly("byte_size");
        assertThat(faults("{'byte_size': 5368709121}")).containsExactly("byte_size");
        assertThat(faults("{'content': '" + "é".repeat(200_000) + "'}")).containsExactly("content");
    }

    private List<String> faults(String json) {
        var input = new JsonObject()
                .put("file_name", "a.txt")
                .put("mime_type", "text/plain")
                .mergeIn(Json.read(json.replace('\'', '"'), JsonObject.class));
        return desk.faults(AssetOperations.CREATE, caller, asset(input));
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

    private static AssetPatch patch(AssetId id, String json) {
        return Json.read(
                Json.read(json.replace('\'', '"'), JsonObject.class)
                        .put("id", id.text())
                        .encode(),
                AssetPatch.class);
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
    void an_existing_pending_asset_is_given_its_url_again() {
        var input = asset(new JsonObject()
                .put("file_name", "film.mp4")
                .put("mime_type", "video/mp4")
                .put("byte_size", 10)
                .put("external_source", "dam")
                .put("external_id", "7"));
        var first = made(input);
        var skip = new Conditions(null, null, null, false, OnExisting.SKIP, false, false);

        var again = desk.call(AssetOperations.CREATE, caller, input, skip);

        assertThat(again).isInstanceOfSatisfying(Outcome.Done.class, done -> {
            var shown = (ShownAsset) done.value();
            assertThat(shown.id()).isEqualTo(first.id());
            assertThat(shown.upload()).isEqualTo(first.upload());
        });
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
    void a_dry_run_stores_nothing() {
        var dry = new Conditions(null, null, null, true);

        var answer = desk.call(AssetOperations.CREATE, caller, text("Hello"), dry);

        assertThat(answer).isInstanceOf(Outcome.Done.class);
        assertThat(desk.ownerRows("SELECT id FROM assets.asset WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .isEmpty();
    }

    private static JsonObject known() {
        return new JsonObject()
                .put("file_name", "note.txt")
                .put("mime_type", "text/plain")
                .put("content", "Hello")
                .put("external_source", "dam")
                .put("external_id", "7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'content': 'Hello!'}",
                "{'content': 'HELLO'}",
                "{'mime_type': 'text/csv'}",
            })
    void a_create_that_updates_changes_nothing_that_is_known_of_the_bytes(String other) {
        var first = made(asset(known()));
        var update = new Conditions(null, null, null, false, OnExisting.UPDATE, false, false);
        var more = Json.read(other.replace('\'', '"'), JsonObject.class);

        var refused = desk.call(AssetOperations.CREATE, caller, asset(known().mergeIn(more)), update);
        var renamed = desk.call(AssetOperations.CREATE, caller, asset(known().put("name", "Terms")), update);

        assertThat(refused).isInstanceOf(Outcome.Refused.class);
        assertThat(renamed).isInstanceOf(Outcome.Done.class);
        var read = desk.done(AssetOperations.GET, caller, new AssetRead(first.id(), true));
        assertThat(read.name()).isEqualTo("Terms");
        assertThat(read.text()).isEqualTo("Hello");
        assertThat(read.byteSize()).isEqualTo(5);
        assertThat(read.mimeType()).isEqualTo("text/plain");
        assertThat(read.sha256()).isEqualTo(first.sha256());
    }

    @Test
    void content_that_no_asset_has_is_deleted() {
        var _ = made(asset(known()));
        var skip = new Conditions(null, null, null, false, OnExisting.SKIP, false, false);
        var hidden = asset(known().put("external_id", "8").put("name", "a\u202eb"));

        var _ = desk.call(AssetOperations.CREATE, caller, asset(known()), skip);
        assertThat(desk.refusal(AssetOperations.CREATE, caller, hidden)).isInstanceOf(Refusal.class);

        assertThat(blobs()).isEqualTo(1);
    }

    private long blobs() {
        return desk.awaited(() -> desk.blobs.store().list(null)).entries().stream()
                .filter(entry -> entry.key().workspace().equals(caller.workspaceId()))
                .count();
    }

    @Test
    void content_is_scanned_before_it_is_stored() {
        try {
            desk.check.set(new SignatureCheck("EICAR", "Eicar-Test-Signature", Future::succeededFuture));
            var infected = desk.refusal(AssetOperations.CREATE, caller, text("x EICAR x"));
            var clean = made(text("Hello"));
            desk.check.set(new ClamdCheck(desk.vertx, "127.0.0.1", 1));
            var unscanned = desk.refusal(AssetOperations.CREATE, caller, text("Hello"));

            assertThat(infected.detail()).contains("Eicar-Test-Signature");
            assertThat(infected).isInstanceOf(Refusal.Conflict.class);
            assertThat(clean.status()).isEqualTo(Asset.Status.AVAILABLE);
            assertThat(unscanned).isInstanceOf(Refusal.ServiceUnavailable.class);
            assertThat(blobs()).isEqualTo(1);
        } finally {
            desk.check.set(BlobCheck.none());
        }
    }

    @Test
    void no_connection_waits_for_scanner_and_store() {
        try (var narrow = new Desk(List.of(new AssetsModule()), 1)) {
            var other = narrow.done(AssetOperations.CREATE, caller, text("Hello"));
            narrow.check.set(new SignatureCheck(
                    "EICAR",
                    "Eicar-Test-Signature",
                    () -> narrow.sent(AssetOperations.ARCHIVE, caller, new Ref<>(other.id()), Conditions.NONE)));

            var asset = narrow.done(AssetOperations.CREATE, caller, text("Hello again"));

            assertThat(asset.status()).isEqualTo(Asset.Status.AVAILABLE);
        }
    }
}
