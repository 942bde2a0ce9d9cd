package dev.tollgate.modules.cms;

import static dev.tollgate.modules.cms.Content.items;
import static dev.tollgate.modules.cms.Content.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entries that are put live and taken offline by calls. */
class PublishingTest extends EntryTests {

    @BeforeAll
    static void listen() {
        var _ = Desk.await(desk.notifications.start());
    }

    @Test
    void what_is_live_is_independent_of_edits_until_it_is_published_again() {
        var live = content.published(content.entry(posts, "One", "{'body': 'first'}"));

        var edited = content.edited(live, "{'title': 'Two', 'slug': 'two', 'fields': {'body': 'second'}}");

        assertThat(live.status()).isEqualTo(Entry.Status.PUBLISHED);
        assertThat(live.publishedVersion()).isEqualTo(2);
        assertThat(live.changed()).isFalse();
        assertThat(edited.changed()).isTrue();
        assertThat(Content.title(content.live("docs"))).isEqualTo("One");
        assertThat(items(content.live("docs")).getJsonObject(0).getJsonObject("fields"))
                .isEqualTo(json("{'body': 'first'}"));

        var again = content.published(edited);
        assertThat(again.changed()).isFalse();
        Desk.eventually(() -> assertThat(Content.title(content.live("docs"))).isEqualTo("Two"));
        assertThat(desk.events(caller)).extracting(event -> event.type()).endsWith("entry.updated", "entry.published");
    }

    @Test
    void an_entry_is_published_only_with_required_fields_and_published_references() {
        var authors = content.collection(site, "authors", Content.AUTHORS);
        var ada = content.entry(authors, "Ada", "{}");
        var post = content.entry(posts, "One", "{'author': '" + ada.id().text() + "'}");

        assertThat(desk.faults(EntryOperations.PUBLISH, caller, Content.now(post)))
                .containsExactly("fields.body");
        var complete = content.edited(post, "{'fields': {'body': 'text'}}");
        assertThat(desk.faults(EntryOperations.PUBLISH, caller, Content.now(complete)))
                .containsExactly("fields.author");
        var _ = content.published(ada);
        assertThat(content.published(complete).status()).isEqualTo(Entry.Status.PUBLISHED);

        // What is live refers to her still, also when the newest version does not.
        var _ = content.edited(complete, "{'fields': {'author': null}}");
        assertThat(content.conflict(EntryOperations.DELETE, new Ref<>(ada.id())))
                .contains("refer");
    }

    @Test
    void two_entries_are_not_live_under_one_slug() {
        var first = content.published(content.entry(posts, "One", "{'body': 'first'}"));
        var _ = content.edited(first, "{'slug': 'other'}");
        var second = content.entry(posts, "One", "{'body': 'second'}");

        assertThat(content.conflict(EntryOperations.PUBLISH, Content.now(second)))
                .contains("slug");
    }

    @Test
    void an_entry_goes_offline_by_draft_archive_and_deletion() {
        var one = content.published(content.entry(posts, "One", "{'body': 'text'}"));
        var two = content.published(content.entry(posts, "Two", "{'body': 'text'}"));
        var three = content.published(content.entry(posts, "Three", "{'body': 'text'}"));
        Desk.eventually(() -> assertThat(items(content.live("docs"))).hasSize(3));

        var draft = content.edited(one, "{'status': 'draft'}");
        var archived = desk.done(EntryOperations.ARCHIVE, caller, new Ref<>(two.id()));
        var _ = desk.done(EntryOperations.DELETE, caller, new Ref<>(three.id()));

        assertThat(draft.publishedVersion()).isNull();
        assertThat(archived.status()).isEqualTo(Entry.Status.ARCHIVED);
        assertThat(desk.events(caller))
                .extracting(event -> event.type())
                .endsWith("entry.unpublished", "entry.archived", "entry.deleted");
        Desk.eventually(() -> assertThat(items(content.live("docs"))).isEmpty());
        assertThat(content.conflict(EntryOperations.PUBLISH, Content.now(archived)))
                .contains("draft");
        assertThat(content.conflict(EntryOperations.ARCHIVE, new Ref<>(two.id())))
                .contains("archived already");
        assertThat(content.read(two)).isEqualTo(archived);
    }

    @Test
    void another_workspace_sees_nothing_and_no_row_is_seen_without_the_setting() {
        var live = content.published(content.entry(posts, "One", "{'body': 'text'}"));
        var stranger = new Content(desk, desk.stranger());

        assertThat(desk.refusal(EntryOperations.PUBLISHED, stranger.caller(), query("docs", null)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(EntryOperations.PUBLISH, stranger.caller(), Content.now(live)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(
                        EntryOperations.REVISIONS,
                        stranger.caller(),
                        new EntryOperations.RevisionQuery(live.id(), null, null, null)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        for (var table : List.of("site", "collection", "entry", "entry_revision", "publication", "collection_schema")) {
            var rows = Desk.await(
                    desk.database.read(RowSecurityContext.NONE, "SELECT count(*) FROM cms." + table, Tuple.tuple()));
            assertThat(rows.iterator().next().getLong(0)).as(table).isZero();
        }
    }

    private static EntryOperations.PublishedQuery query(String slug, @Nullable String cursor) {
        return new EntryOperations.PublishedQuery(slug, null, null, null, null, null, cursor);
    }
}
