package dev.tollgate.modules.cms;

import static dev.tollgate.modules.cms.Content.items;
import static dev.tollgate.modules.cms.Content.json;
import static dev.tollgate.modules.cms.Content.representation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.cms.EntryOperations.Publication;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishingTest {

    private static Desk desk;
    private static Desk other;

    private Caller caller;
    private Content content;
    private Site site;
    private Collection posts;

    @BeforeAll
    static void open() {
        desk = new Desk(new CmsModule());
        other = new Desk(desk);
        var _ = Desk.await(Future.all(desk.notifications.start(), other.notifications.start()));
    }

    @AfterAll
    static void close() {
        desk.close();
        other.close();
    }

    @BeforeEach
    void prepare() {
        caller = desk.stranger();
        content = new Content(desk, caller);
        site = content.site("docs");
        posts = content.collection(site, "posts", Content.POSTS);
    }

    @Test
    void what_is_live_is_independent_of_edits_until_it_is_published_again() {
        var live = content.published(content.entry(posts, "One", "{'body': 'first'}"));

        var edited = content.edited(live, "{'title': 'Two', 'slug': 'two', 'fields': {'body': 'second'}}");

        assertThat(live.status()).isEqualTo(Entry.Status.PUBLISHED);
        assertThat(live.publishedVersion()).isEqualTo(2);
        assertThat(live.changed()).isFalse();
        assertThat(edited.changed()).isTrue();
        assertThat(title(content.live("docs"))).isEqualTo("One");
        assertThat(items(content.live("docs")).getJsonObject(0).getJsonObject("fields"))
                .isEqualTo(json("{'body': 'first'}"));

        var again = content.published(edited);
        assertThat(again.changed()).isFalse();
        Desk.eventually(() -> assertThat(title(content.live("docs"))).isEqualTo("Two"));
        assertThat(desk.events(caller)).extracting(event -> event.type()).endsWith("entry.updated", "entry.published");
    }

    @Test
    void publishing_checks_everything() {
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
    void pages_are_newest_first_filtered_and_the_same_bytes_everywhere() {
        var entries = IntStream.range(0, 5)
                .mapToObj(i -> content.published(content.entry(posts, "Post " + i, "{'body': 'text " + i + "'}")))
                .toList();

        var all = content.live(desk, "docs", "{'limit': 5}");
        var first = content.live(desk, "docs", "{'limit': 3}");
        var elsewhere = content.live(other, "docs", "{'limit': 3}");
        var second = content.live(desk, "docs", "{'limit': 3, 'cursor': '" + first.nextCursor() + "'}");

        assertThat(ids(all))
                .isEqualTo(
                        entries.reversed().stream().map(one -> one.id().text()).toList());
        assertThat(all.nextCursor()).isNull();
        assertThat(ids(first)).isEqualTo(ids(all).subList(0, 3));
        assertThat(ids(second)).isEqualTo(ids(all).subList(3, 5));
        assertThat(representation(elsewhere).entityTag())
                .isEqualTo(representation(first).entityTag());
        assertThat(representation(first).entityTag()).matches("[0-9a-f]{64}");
        assertThat(representation(first).cacheControl()).isEqualTo("private, max-age=60");
        assertThat(ids(content.live(desk, "docs", "{'entry_slug': 'post-2'}")))
                .containsExactly(entries.get(2).id().text());
        assertThat(ids(content.live(desk, "docs", "{'collection': 'posts', 'locale': 'EN'}")))
                .hasSize(5);
        assertThat(ids(content.live(desk, "docs", "{'collection': 'none'}"))).isEmpty();
        assertThat(desk.refusal(EntryOperations.PUBLISHED, caller, query("elsewhere", null)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(EntryOperations.PUBLISHED, caller, query("docs", "nonsense")))
                .isInstanceOf(Refusal.MalformedRequest.class);
    }

    @Test
    void a_page_ends_before_four_MiB() {
        var large = content.collection(site, "large", "{'type': 'object', 'properties': {'t': {'type': 'string'}}}");
        for (int i = 0; i < 18; i++) {
            var fields = new JsonObject().put("t", "x".repeat(250_000));
            var made = desk.done(
                    EntryOperations.CREATE,
                    caller,
                    new EntryOperations.NewEntry(large.id(), null, null, "Large " + i, null, fields, null, null, null));
            var _ = content.published(made);
        }

        var first = content.live(desk, "docs", "{'limit': 100}");
        var second = content.live(desk, "docs", "{'limit': 100, 'cursor': '" + first.nextCursor() + "'}");

        assertThat(representation(first).json().length).isLessThan(PublishedEntries.PAGE_BYTES_MAX + 10_000);
        assertThat(ids(first)).hasSize(16);
        assertThat(ids(second)).hasSize(2);
    }

    @Test
    void a_preview_shows_the_newest_versions_and_is_not_kept() {
        var _ = content.edited(
                content.published(content.entry(posts, "One", "{'body': 'first'}")), "{'title': 'Draft of one'}");
        var _ = content.entry(posts, "Two", "{}");

        var preview = content.live(desk, "docs", "{'preview': true}");

        assertThat(items(preview).stream().map(one -> ((JsonObject) one).getString("title")))
                .containsExactly("Two", "Draft of one");
        assertThat(representation(preview).entityTag()).isNull();
        assertThat(representation(preview).cacheControl()).isEqualTo("no-store");
    }

    /** PostgreSQL is not asked: what it would answer is changed behind the module's back, and nobody sees it. */
    @Test
    void a_page_is_kept_by_each_process_and_dropped_by_all_within_a_second() {
        var entry = content.published(content.entry(posts, "One", "{'body': 'first'}"));
        Desk.eventually(() -> {
            var here = content.live(desk, "docs", "{}");
            var there = content.live(other, "docs", "{}");
            desk.owner("UPDATE cms.publication SET title = 'Title " + desk.ids.next() + "' WHERE id = '"
                    + entry.id().value() + "'");
            assertThat(content.live(desk, "docs", "{}")).isSameAs(here);
            assertThat(content.live(other, "docs", "{}")).isSameAs(there);
        });

        long start = System.nanoTime();
        var _ = content.published(content.edited(entry, "{'title': 'Two'}"));
        Desk.eventually(() -> {
            for (var process : List.of(desk, other)) {
                assertThat(title(content.live(process, "docs", "{}"))).isEqualTo("Two");
            }
        });

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void nothing_is_kept_while_notifications_may_be_lost() {
        try (var deaf = new Desk(desk)) {
            var entry = content.published(content.entry(posts, "One", "{'body': 'first'}"));
            var before = content.live(deaf, "docs", "{}");

            desk.owner("UPDATE cms.publication SET title = 'New' WHERE id = '"
                    + entry.id().value() + "'");

            assertThat(title(before)).isEqualTo("One");
            assertThat(title(content.live(deaf, "docs", "{}"))).isEqualTo("New");
        }
    }

    @Test
    void a_schedule_pins_its_version_and_runs_when_it_is_time() {
        var draft = content.entry(posts, "One", "{'body': 'first'}");
        var scheduled = schedule(draft, Duration.ofHours(1), Duration.ofHours(2));
        var _ = content.edited(draft, "{'title': 'Later edit', 'fields': {'body': 'second'}}");
        desk.runJobs();
        assertThat(items(content.live("docs"))).isEmpty();

        desk.later(Duration.ofMinutes(61));
        desk.runJobs();

        var live = content.read(draft);
        assertThat(scheduled.status()).isEqualTo(Entry.Status.DRAFT);
        assertThat(live.status()).isEqualTo(Entry.Status.PUBLISHED);
        assertThat(live.publishedVersion()).isEqualTo(scheduled.version());
        assertThat(live.title()).isEqualTo("Later edit");
        assertThat(live.changed()).isTrue();
        assertThat(live.publishAt()).isNull();
        Desk.eventually(() -> assertThat(title(content.live("docs"))).isEqualTo("One"));

        desk.later(Duration.ofMinutes(60));
        desk.runJobs();

        assertThat(content.read(draft).status()).isEqualTo(Entry.Status.DRAFT);
        assertThat(desk.events(caller))
                .extracting(event -> event.type())
                .endsWith("entry.published", "entry.unpublished");
        assertThat(actions()).endsWith("entry.publish", "entry.unpublish");
    }

    @Test
    void an_overdue_schedule_is_done_in_its_order_and_once_by_competing_processes() {
        var entries = IntStream.range(0, 20)
                .mapToObj(i -> schedule(
                        content.entry(posts, "Post " + i, "{'body': 'text'}"),
                        Duration.ofHours(1),
                        Duration.ofHours(2)))
                .toList();
        desk.later(Duration.ofHours(3));

        CompletableFuture.allOf(CompletableFuture.runAsync(desk::runJobs), CompletableFuture.runAsync(other::runJobs))
                .join();
        Desk.eventually(() -> {
            desk.runJobs();
            assertThat(desk.ownerRows("SELECT count(*) FROM records.job WHERE workspace_id = '"
                            + caller.workspaceId().value() + "'"))
                    .containsExactly("0");
        });

        for (var entry : entries) {
            var types = desk.events(caller).stream()
                    .filter(event -> event.resourceId().equals(entry.id().text()))
                    .map(event -> event.type());
            assertThat(types).containsExactly("entry.created", "entry.updated", "entry.published", "entry.unpublished");
        }
    }

    @Test
    void a_scheduled_version_that_is_not_valid_any_more_fails_once_and_says_why() {
        var draft = content.entry(posts, "One", "{'body': 'first'}");
        var _ = schedule(draft, Duration.ofHours(1), null);
        var narrower = "{'type': 'object', 'properties': {'body': {'type': 'string', 'maxLength': 2}}}";
        var patch = json("{}")
                .put("id", posts.id().text())
                .put("schema", json(narrower))
                .put("allow_breaking", true);
        var _ = desk.done(
                CollectionOperations.UPDATE,
                caller,
                Json.read(patch.encode(), CollectionOperations.CollectionPatch.class));

        desk.later(Duration.ofMinutes(61));
        desk.runJobs();

        var failed = content.read(draft);
        assertThat(failed.status()).isEqualTo(Entry.Status.DRAFT);
        assertThat(failed.publishError()).startsWith("fields.body must have at most 2");
        assertThat(failed.publishAt()).isNull();
        assertThat(desk.events(caller).getLast().type()).isEqualTo("entry.publication_failed");
        assertThat(desk.ownerRows("SELECT count(*) FROM records.job WHERE subject_id = '"
                        + draft.id().value() + "'"))
                .containsExactly("0");
    }

    @Test
    void a_schedule_is_dropped_by_update_archive_and_deletion_and_lies_ahead() {
        var one = schedule(content.entry(posts, "One", "{'body': 'text'}"), Duration.ofHours(1), Duration.ofHours(2));
        var two = schedule(content.entry(posts, "Two", "{'body': 'text'}"), Duration.ofHours(1), null);
        var three = schedule(content.entry(posts, "Three", "{'body': 'text'}"), Duration.ofHours(1), null);

        var cleared = content.edited(one, "{'publish_at': null}");
        var archived = desk.done(EntryOperations.ARCHIVE, caller, new Ref<>(two.id()));
        var _ = desk.done(EntryOperations.DELETE, caller, new Ref<>(three.id()));

        assertThat(cleared.scheduledVersion()).isNull();
        assertThat(cleared.unpublishAt()).isNull();
        assertThat(archived.publishAt()).isNull();
        assertThat(desk.ownerRows("SELECT count(*) FROM records.job WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("0");
        assertThat(desk.faults(EntryOperations.PUBLISH, caller, publication(one, Duration.ofHours(-1), null)))
                .containsExactly("publish_at");
        assertThat(desk.faults(
                        EntryOperations.PUBLISH, caller, publication(one, Duration.ofHours(2), Duration.ofHours(1))))
                .containsExactly("unpublish_at");
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

    private Entry schedule(Entry entry, Duration until, @Nullable Duration end) {
        return desk.done(EntryOperations.PUBLISH, caller, publication(entry, until, end));
    }

    private static Publication publication(Entry entry, Duration until, @Nullable Duration end) {
        Instant now = desk.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Publication(entry.id(), now.plus(until), end == null ? null : now.plus(end));
    }

    private static EntryOperations.PublishedQuery query(String slug, @Nullable String cursor) {
        return new EntryOperations.PublishedQuery(slug, null, null, null, null, null, cursor);
    }

    private static List<String> ids(Page<PublishedEntry> page) {
        return items(page).stream()
                .map(one -> ((JsonObject) one).getString("id"))
                .toList();
    }

    /** The title of the newest entry. */
    private static String title(Page<PublishedEntry> page) {
        assertThat(items(page)).isNotEmpty();
        return items(page).getJsonObject(0).getString("title");
    }

    private List<String> actions() {
        return desk.ownerRows("SELECT action FROM audit.event WHERE chain = '"
                + caller.workspaceId().value() + "' ORDER BY id");
    }
}
