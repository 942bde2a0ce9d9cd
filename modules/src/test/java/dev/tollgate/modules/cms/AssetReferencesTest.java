package dev.tollgate.modules.cms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.assets.AssetOperations;
import dev.tollgate.modules.assets.AssetOperations.NewAsset;
import dev.tollgate.modules.assets.AssetsModule;
import dev.tollgate.modules.cms.PostOperations.NewPost;
import dev.tollgate.modules.cms.PostOperations.PostPatch;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posts and entries that refer to assets. */
class AssetReferencesTest {

    private static Desk desk;

    private Caller caller;
    private Content content;
    private AssetId asset;

    @BeforeAll
    static void open() {
        desk = new Desk(List.of(new CmsModule(), new AssetsModule()), 4);
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void prepare() {
        caller = caller(Set.of(new Scope("cms:write"), new Scope("assets:read")));
        content = new Content(desk, caller);
        asset = desk.done(
                        AssetOperations.CREATE,
                        caller,
                        Json.read(
                                "{\"file_name\": \"a.txt\", \"mime_type\": \"text/plain\", \"content\": \"Hello\"}",
                                NewAsset.class))
                .id();
    }

    private static Caller caller(Set<Scope> scopes) {
        return new Caller(
                new Actor(Actor.Kind.API_KEY, "key_test", "test key"),
                new TenantId(desk.ids.next()),
                new WorkspaceId(desk.ids.next()),
                scopes,
                null,
                Set.of("cms", "assets"));
    }

    private static NewPost post(String assets) {
        return Json.read(
                Content.json("{'channel': 'social', 'title': 'News', 'asset_ids': " + assets + "}")
                        .encode(),
                NewPost.class);
    }

    private void assertHeld() {
        assertThat(desk.refusal(AssetOperations.DELETE, caller, new Ref<>(asset)))
                .isInstanceOf(Refusal.Conflict.class);
    }

    @Test
    void a_post_holds_its_assets_until_it_lets_go_of_them() {
        var post = desk.done(PostOperations.CREATE, caller, post("['" + asset + "']"));
        assertThat(desk.done(PostOperations.GET, caller, new Ref<>(post.id())).assetIds())
                .containsExactly(asset);
        assertHeld();
        var _ = desk.done(
                PostOperations.UPDATE,
                caller,
                Json.read("{\"id\": \"" + post.id() + "\", \"asset_ids\": []}", PostPatch.class));
        var _ = desk.done(AssetOperations.DELETE, caller, new Ref<>(asset));
    }

    @Test
    void a_deleted_post_holds_nothing() {
        var post = desk.done(PostOperations.CREATE, caller, post("['" + asset + "']"));
        var _ = desk.done(PostOperations.DELETE, caller, new Ref<>(post.id()));
        var _ = desk.done(AssetOperations.DELETE, caller, new Ref<>(asset));
    }

    @Test
    void assets_of_others_and_of_nobody_are_faults() {
        var stranger = caller(caller.scopes());
        var nothing = new AssetId(UUID.randomUUID());

        assertThat(desk.faults(PostOperations.CREATE, stranger, post("['" + asset + "']")))
                .containsExactly("asset_ids[0]");
        assertThat(desk.faults(PostOperations.CREATE, caller, post("['" + asset + "', '" + nothing + "']")))
                .containsExactly("asset_ids[1]");
    }

    @Test
    void a_caller_without_a_scope_of_assets_learns_nothing() {
        var blind = new Caller(
                caller.actor(),
                caller.tenant(),
                caller.workspace(),
                Set.of(new Scope("cms:write")),
                null,
                Set.of("cms", "assets"));

        assertThat(desk.faults(PostOperations.CREATE, blind, post("['" + asset + "']")))
                .containsExactly("asset_ids[0]");
    }

    @Test
    void an_entry_is_published_with_available_assets_only() {
        var collection = content.collection(
                content.site("docs"),
                "posts",
                "{'type': 'object', 'properties': {'image': {'type': 'string', 'x-ref': 'asset'}}}");
        var entry = content.entry(collection, "First", "{'image': '" + asset + "'}");
        var _ = desk.done(AssetOperations.ARCHIVE, caller, new Ref<>(asset));

        assertThat(desk.faults(EntryOperations.PUBLISH, caller, Content.now(entry)))
                .containsExactly("fields.image");
        var _ = desk.done(
                AssetOperations.UPDATE,
                caller,
                Json.read("{\"id\": \"" + asset + "\", \"status\": \"available\"}", AssetOperations.AssetPatch.class));
        var _ = content.published(entry);

        assertHeld();
        var _ = content.edited(entry, "{'fields': {'image': null}}");
        assertHeld();
        var _ = desk.done(EntryOperations.ARCHIVE, caller, new Ref<>(entry.id()));
        var _ = desk.done(AssetOperations.DELETE, caller, new Ref<>(asset));
    }

    @Test
    void a_text_that_is_no_id_of_an_asset_is_a_fault() {
        var collection = content.collection(
                content.site("docs"),
                "posts",
                "{'type': 'object', 'properties': {'image': {'type': 'string', 'x-ref': 'asset'}}}");

        assertThat(desk.faults(
                        EntryOperations.CREATE, caller, Content.newEntry(collection, "First", "{'image': 'a.png'}")))
                .containsExactly("fields.image");
        assertThat(desk.faults(
                        EntryOperations.CREATE,
                        caller,
                        Content.newEntry(collection, "First", "{'image': '" + new AssetId(UUID.randomUUID()) + "'}")))
                .containsExactly("fields.image");
    }

    @Test
    void a_pending_asset_that_a_post_names_loses_its_bytes_in_time_and_goes_after_the_post() {
        var pending = desk.done(
                        AssetOperations.CREATE,
                        caller,
                        Json.read(
                                "{\"file_name\": \"a.bin\", \"mime_type\": \"video/mp4\", \"byte_size\": 9}",
                                NewAsset.class))
                .id();
        var post = desk.done(PostOperations.CREATE, caller, post("['" + pending + "']"));
        desk.owner("UPDATE assets.file SET stored_blob = gen_random_uuid(), sha256 = '" + "0".repeat(64)
                + "' WHERE id = '" + pending.value() + "'");

        desk.later(Duration.ofHours(25));
        assertThat(desk.refusal(
                                AssetOperations.COMPLETE,
                                caller,
                                new AssetOperations.Completion(pending, "0".repeat(64)))
                        .detail())
                .contains("has ended");
        desk.runJobs();

        assertThat(desk.ownerRows("SELECT count(stored_blob) FROM assets.file WHERE id = '" + pending.value() + "'"))
                .containsExactly("0");
        var _ = desk.done(PostOperations.DELETE, caller, new Ref<>(post.id()));
        desk.runJobs();
        assertThat(rows("assets.asset", "id", pending)).isEqualTo("1");
        desk.later(Duration.ofHours(25));
        desk.runJobs();

        assertThat(rows("assets.asset", "id", pending)).isEqualTo("0");
        assertThat(rows("assets.file", "id", pending)).isEqualTo("0");
        assertThat(rows("records.job", "subject_id", pending)).isEqualTo("0");
    }

    private static String rows(String table, String column, AssetId id) {
        return desk.ownerRows("SELECT count(*) FROM " + table + " WHERE " + column + " = '" + id.value() + "'")
                .getFirst();
    }
}
