package dev.tollgate.modules.cms;

import static dev.tollgate.modules.cms.Content.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.cms.CollectionOperations.CollectionPatch;
import dev.tollgate.modules.cms.EntryOperations.EntryQuery;
import dev.tollgate.modules.cms.EntryOperations.Restoration;
import dev.tollgate.modules.cms.EntryOperations.RevisionQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntriesTest extends EntryTests {

    @Test
    void a_draft_has_a_slug_from_its_title_and_the_language_of_its_site() {
        var entry = content.entry(posts, "Crème brûlée: first Steps!", "{'meta': {'tags': ['a']}}");
        var foreign = content.entry(posts, "日本語", "{}");

        assertThat(entry.slug()).isEqualTo("creme-brulee-first-steps");
        assertThat(entry.locale()).isEqualTo("en");
        assertThat(entry.siteId()).isEqualTo(site.id());
        assertThat(entry.status()).isEqualTo(Entry.Status.DRAFT);
        assertThat(foreign.slug()).startsWith("ent-");
        assertThat(content.read(entry)).isEqualTo(entry);
    }

    @Test
    void a_slug_belongs_to_one_entry_of_a_collection_and_language_until_that_is_archived() {
        var first = content.entry(posts, "One", "{}");

        assertThat(content.conflict(EntryOperations.CREATE, Content.newEntry(posts, "One", "{}")))
                .contains("slug");

        var _ = desk.done(EntryOperations.ARCHIVE, caller, new Ref<>(first.id()));
        var second = content.entry(posts, "One", "{}");
        assertThat(second.slug()).isEqualTo("one");
        assertThat(content.conflict(EntryOperations.UPDATE, Content.patch(first, "{'status': 'draft'}")))
                .contains("slug");
    }

    @Test
    void one_translation_of_an_entry_has_each_language() {
        var english = content.edited(content.entry(posts, "One", "{}"), "{'translation_key': 'one'}");
        var other = content.entry(posts, "Two", "{}");

        assertThat(english.translationKey()).isEqualTo("one");
        assertThat(content.conflict(EntryOperations.UPDATE, Content.patch(other, "{'translation_key': 'one'}")))
                .contains("translation_key");
    }

    @Test
    void fields_are_checked_by_the_schema_and_all_of_it_in_review() {
        assertThat(desk.faults(
                        EntryOperations.CREATE, caller, Content.newEntry(posts, "A", "{'bodi': 'x', 'body': 7}")))
                .containsExactly("fields.bodi", "fields.body");
        var draft = content.entry(posts, "A", "{'body': 'x'}");

        assertThat(desk.faults(EntryOperations.UPDATE, caller, Content.patch(draft, "{'status': 'review'}")))
                .containsExactly("fields.body");
        assertThat(content.edited(draft, "{'status': 'review', 'fields': {'body': 'long'}}")
                        .status())
                .isEqualTo(Entry.Status.REVIEW);
    }

    @Test
    void a_patch_of_fields_is_merged_and_lists_leave_fields_out() {
        var entry = content.entry(posts, "A", "{'body': 'text', 'meta': {'tags': ['a']}}");

        var edited = content.edited(entry, "{'fields': {'meta': {'tags': ['b']}, 'body': null}}");
        var listed = desk.done(EntryOperations.LIST, caller, Json.read("{}", EntryQuery.class));

        assertThat(edited.fields()).isEqualTo(json("{'meta': {'tags': ['b']}}"));
        assertThat(content.read(entry)).isEqualTo(edited);
        assertThat(listed.items())
                .singleElement()
                .satisfies(one -> assertThat(one.fields()).isNull());
    }

    @Test
    void fields_of_more_than_256_KiB_are_refused() {
        var wide = content.collection(
                site,
                "wide",
                "{'type': 'object', 'properties': {'l': {'type': 'array', 'items': {'type': 'string'}}}}");
        var list = new JsonArray();
        IntStream.range(0, 900).forEach(_ -> list.add("x".repeat(300)));
        var input = new EntryOperations.NewEntry(
                wide.id(), null, null, "Large", null, json("{}").put("l", list), null, null, null);

        assertThat(desk.faults(EntryOperations.CREATE, caller, input)).containsExactly("fields");
    }

    @Test
    void illegal_moves_are_refused_with_the_legal_ones() {
        var draft = content.entry(posts, "A", "{'body': 'text'}");

        assertThat(content.conflict(EntryOperations.UPDATE, Content.patch(draft, "{'status': 'published'}")))
                .contains("publish_entry");
        var live = content.published(draft);
        assertThat(content.conflict(EntryOperations.UPDATE, Content.patch(live, "{'status': 'review'}")))
                .contains("draft");
        assertThat(desk.faults(
                        EntryOperations.UPDATE, caller, Content.patch(live, "{'publish_at': '2090-01-01T00:00:00Z'}")))
                .containsExactly("publish_at");
    }

    @Test
    void every_update_makes_a_version_that_can_be_read_and_restored() {
        var first = content.entry(posts, "One", "{'body': 'first'}");
        var second = content.edited(first, "{'title': 'Two', 'fields': {'body': 'second'}}");

        var versions = revisions("{'limit': 1}", first);
        var rest = revisions("{'cursor': '" + versions.nextCursor() + "'}", first);
        var one = revisions("{'number': 1}", first);
        var restored = desk.done(EntryOperations.RESTORE, caller, new Restoration(first.id(), 1));

        assertThat(second.version()).isEqualTo(2);
        assertThat(versions.items())
                .singleElement()
                .satisfies(version -> assertThat(version.number()).isEqualTo(2))
                .satisfies(version -> assertThat(version.fields()).isNull());
        assertThat(rest.items()).extracting(EntryRevision::number).containsExactly(1L);
        assertThat(one.items().getFirst().fields()).isEqualTo(json("{'body': 'first'}"));
        assertThat(restored.version()).isEqualTo(3);
        assertThat(restored.title()).isEqualTo("One");
        assertThat(restored.fields()).isEqualTo(first.fields());
        assertThat(desk.events(caller).getLast().type()).isEqualTo("entry.restored");
        assertThat(desk.refusal(EntryOperations.RESTORE, caller, new Restoration(first.id(), 9)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
    }

    @Test
    void the_newest_hundred_versions_are_kept_and_the_one_that_is_live() {
        var entry = content.published(content.entry(posts, "One", "{'body': 'first'}"));
        for (int i = 0; i < 105; i++) {
            entry = content.edited(entry, "{'fields': {'body': 'text " + i + "'}}");
        }

        var numbers = desk.ownerRows("SELECT number FROM cms.entry_revision WHERE entry_id = '"
                + entry.id().value() + "' ORDER BY number");

        assertThat(entry.version()).isEqualTo(107);
        assertThat(numbers).hasSize(102).startsWith("1", "2", "8").endsWith("107");
    }

    @Test
    void versions_with_the_same_fields_share_them_also_when_older_ones_are_gone() {
        var entry = content.entry(posts, "One", "{'body': 'first'}");
        entry = content.edited(entry, "{'fields': {'body': 'second'}}");
        for (int i = 0; i < StoredEntries.REVISIONS_MAX + 5; i++) {
            entry = content.edited(entry, "{'title': 'Title " + i + "'}");
        }

        var rows =
                desk.ownerRows("SELECT number || ' ' || (fields IS NOT NULL) FROM cms.entry_revision WHERE entry_id = '"
                        + entry.id().value() + "' ORDER BY number");
        var version = desk.done(
                        EntryOperations.REVISIONS,
                        caller,
                        new EntryOperations.RevisionQuery(entry.id(), 50L, null, null))
                .items()
                .getFirst();
        var _ = content.edited(entry, "{'fields': {'body': 'third'}}");
        var restored = desk.done(EntryOperations.RESTORE, caller, new Restoration(entry.id(), 50));

        assertThat(rows).hasSize(StoredEntries.REVISIONS_MAX + 1).startsWith("2 true", "8 false");
        assertThat(rows.stream().filter(row -> row.endsWith("true"))).hasSize(1);
        assertThat(version.fields()).isEqualTo(json("{'body': 'second'}"));
        assertThat(restored.fields()).isEqualTo(json("{'body': 'second'}"));
        assertThat(restored.title()).isEqualTo("Title 47");
    }

    @Test
    void a_version_whose_fields_are_gone_is_not_restored_without_them() {
        var entry = content.edited(content.entry(posts, "One", "{'body': 'text'}"), "{'title': 'Two'}");
        desk.owner("DELETE FROM cms.entry_revision WHERE number = 1 AND entry_id = '"
                + entry.id().value() + "'");

        assertThatThrownBy(() -> desk.done(EntryOperations.RESTORE, caller, new Restoration(entry.id(), 2)))
                .hasStackTraceContaining("version 2 of an entry has no fields");
        assertThat(content.read(entry)).isEqualTo(entry);
    }

    @Test
    void a_version_with_fields_that_the_schema_has_no_more_is_not_restored() {
        var entry = content.entry(posts, "One", "{'body': 'text', 'meta': {'tags': ['a']}}");
        var _ = schema(posts, "{'type': 'object', 'properties': {'body': {'type': 'string'}}}", true);

        assertThat(desk.faults(EntryOperations.RESTORE, caller, new Restoration(entry.id(), 1)))
                .containsExactly("fields.meta");
    }

    @Test
    void a_wider_schema_is_taken_at_once_and_a_narrower_one_if_asked() {
        var entry = content.entry(posts, "One", "{'body': 'text', 'meta': {'tags': ['a']}}");
        var wider = Content.POSTS.replace("1000", "2000");
        var narrower = "{'type': 'object', 'properties': {'body': {'type': 'string', 'maxLength': 3}}}";

        assertThat(schema(posts, wider, false).schemaNumber()).isEqualTo(2);
        assertThat(content.read(entry).outdated()).isFalse();
        assertThat(content.conflict(CollectionOperations.UPDATE, schemaPatch(posts, narrower, false)))
                .contains("schema.properties.meta", "schema.properties.body.maxLength", "allow_breaking");
        assertThat(schema(posts, narrower, true).schemaNumber()).isEqualTo(3);

        var outdated = content.read(entry);
        assertThat(outdated.outdated()).isTrue();
        assertThat(outdated.fields()).isEqualTo(entry.fields());
        assertThat(content.edited(outdated, "{'title': 'Two'}").outdated()).isTrue();
        assertThat(desk.faults(EntryOperations.UPDATE, caller, Content.patch(entry, "{'fields': {'body': 'other'}}")))
                .containsExactly("fields.body");
        var checked = content.edited(entry, "{'fields': {'body': 'abc'}}");
        assertThat(checked.outdated()).isFalse();
        assertThat(checked.schemaNumber()).isEqualTo(3);
        assertThat(checked.fields()).isEqualTo(json("{'body': 'abc', 'meta': {'tags': ['a']}}"));
        assertThat(content.published(checked).fields()).isEqualTo(json("{'body': 'abc'}"));
        assertThat(desk.ownerRows("SELECT number FROM cms.collection_schema WHERE collection_id = '"
                        + posts.id().value() + "' ORDER BY number"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void a_faulty_schema_is_refused_with_its_paths() {
        var input = new CollectionOperations.NewCollection(
                site.id(),
                "bad",
                "Bad",
                json("{'type': 'object', 'properties': {'a': {'type': 'string', '$ref': '#'}}}"),
                null,
                null,
                null);

        assertThat(desk.faults(CollectionOperations.CREATE, caller, input)).containsExactly("schema.properties.a.$ref");
    }

    @Test
    void a_reference_leads_to_an_entry_of_its_collection_which_cannot_be_deleted() {
        var authors = content.collection(site, "authors", Content.AUTHORS);
        var ada = content.entry(authors, "Ada", "{}");
        var post = content.entry(posts, "One", "{}");
        var foreign = new Content(desk, desk.stranger());
        var elsewhere =
                foreign.entry(foreign.collection(foreign.site("docs"), "authors", Content.AUTHORS), "Eve", "{}");

        for (var wrong : List.of(post.id(), elsewhere.id(), new EntryId(desk.ids.next()))) {
            assertThat(desk.faults(
                            EntryOperations.UPDATE,
                            caller,
                            Content.patch(post, "{'fields': {'author': '" + wrong.text() + "'}}")))
                    .containsExactly("fields.author");
        }
        var _ = content.edited(post, "{'fields': {'author': '" + ada.id().text() + "'}}");
        assertThat(content.conflict(EntryOperations.DELETE, new Ref<>(ada.id())))
                .contains("refer");

        var _ = content.edited(post, "{'fields': {'author': null}}");
        assertThat(desk.done(EntryOperations.DELETE, caller, new Ref<>(ada.id())))
                .isEqualTo(ada);
    }

    @Test
    void the_audit_shows_a_digest_of_fields() {
        var entry = content.edited(
                content.entry(posts, "One", "{'body': 'secret text'}"), "{'fields': {'body': 'new text'}}");

        var bodies = desk.ownerRows("SELECT changes::text FROM audit.body");

        assertThat(bodies).anyMatch(body -> body.contains(entry.id().text()) && body.contains("sha256"));
        assertThat(bodies).noneMatch(body -> body.contains("secret text") || body.contains("new text"));
    }

    private Page<EntryRevision> revisions(String query, Entry entry) {
        return desk.done(
                EntryOperations.REVISIONS,
                caller,
                Json.read(json(query).put("id", entry.id().text()).encode(), RevisionQuery.class));
    }

    private Collection schema(Collection of, String schema, boolean breaking) {
        return desk.done(CollectionOperations.UPDATE, caller, schemaPatch(of, schema, breaking));
    }

    private static CollectionPatch schemaPatch(Collection of, String schema, boolean breaking) {
        var patch = json("{}").put("id", of.id().text()).put("schema", json(schema));
        return Json.read((breaking ? patch.put("allow_breaking", true) : patch).encode(), CollectionPatch.class);
    }
}
