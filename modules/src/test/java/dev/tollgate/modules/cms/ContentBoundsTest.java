package dev.tollgate.modules.cms;

import static dev.tollgate.modules.cms.Content.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.cms.CollectionOperations.CollectionPatch;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What schemas and references may cost, and content whose schema became another one. */
class ContentBoundsTest extends EntryTests {

    /** The stored schema is changed behind the module's back, and nobody sees it until it has another number. */
    @Test
    void a_schema_is_read_once_for_each_of_its_numbers() {
        var entry = content.entry(posts, "One", "{'body': 'text'}");
        store("{\"type\": \"object\"}");

        assertThat(content.edited(entry, "{'fields': {'body': 'other'}}").schemaNumber())
                .isEqualTo(1);

        var _ = schema("{'type': 'object', 'properties': {'sum': {'type': 'number'}}}");
        assertThat(desk.faults(EntryOperations.UPDATE, caller, Content.patch(entry, "{'fields': {'body': 'more'}}")))
                .containsExactly("fields.body");
        assertThat(content.edited(entry, "{'fields': {'sum': 1}}").schemaNumber())
                .isEqualTo(2);
    }

    @Test
    void a_stored_schema_that_cannot_be_read_is_replaced_by_an_update() {
        var entry = content.entry(posts, "One", "{'body': 'text'}");
        store("{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"number\", \"maximum\": \"Infinity\"}}}");

        var replaced = schema(Content.POSTS);

        assertThat(replaced.schemaNumber()).isEqualTo(2);
        assertThat(content.read(entry).outdated()).isTrue();
        assertThat(content.edited(entry, "{'fields': {'body': 'other'}}").outdated())
                .isFalse();
    }

    @Test
    void a_number_beyond_those_of_JSON_readers_is_refused_with_its_path() {
        assertThat(desk.faults(
                        CollectionOperations.UPDATE,
                        caller,
                        patch("{'type': 'object', 'properties': {'n': {'type': 'number', 'maximum': 1e309}}}")))
                .containsExactly("schema.properties.n.maximum");
        var _ = schema("{'type': 'object', 'properties': {'n': {'type': 'number'}}}");

        assertThat(desk.faults(EntryOperations.CREATE, caller, Content.newEntry(posts, "A", "{'n': 1e309}")))
                .containsExactly("fields.n");
    }

    @Test
    void content_goes_offline_although_its_draft_has_a_reference_that_the_schema_of_now_refuses() {
        var archived = content.published(entryWithoutAuthor("One"));
        var drafted = content.published(entryWithoutAuthor("Two"));
        var end = desk.clock.instant().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        var unpublished = desk.done(
                EntryOperations.PUBLISH,
                caller,
                new EntryOperations.Publication(entryWithoutAuthor("Three").id(), null, end));
        var _ = schema(Content.POSTS);

        assertThat(desk.done(EntryOperations.ARCHIVE, caller, new Ref<>(archived.id()))
                        .status())
                .isEqualTo(Entry.Status.ARCHIVED);
        assertThat(content.edited(drafted, "{'status': 'draft'}").status()).isEqualTo(Entry.Status.DRAFT);
        desk.later(Duration.ofMinutes(61));
        desk.runJobs();

        assertThat(content.read(unpublished).status()).isEqualTo(Entry.Status.DRAFT);
        assertThat(desk.ownerRows("SELECT count(*) FROM records.job WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("0");
        assertThat(desk.ownerRows("SELECT count(*) FROM cms.publication WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("0");
        assertThat(desk.faults(EntryOperations.PUBLISH, caller, Content.now(drafted)))
                .containsExactly("fields.author");
    }

    @Test
    void an_entry_has_at_most_200_references_and_100_faults_of_them() {
        var lists = content.collection(site, "lists", """
                {'type': 'object', 'properties': {
                   'l': {'type': 'array', 'items': {'type': 'string', 'x-ref': 'entry'}}}}
                """);
        var target = content.entry(posts, "Target", "{}");

        var made = desk.done(EntryOperations.CREATE, caller, list(lists, 200, target.id()));

        assertThat(desk.faults(EntryOperations.CREATE, caller, list(lists, 201, target.id())))
                .containsExactly("fields");
        assertThat(desk.faults(EntryOperations.CREATE, caller, list(lists, 200, new EntryId(desk.ids.next()))))
                .hasSize(100);
        var refs = "SELECT id FROM cms.entry_ref WHERE entry_id = '" + made.id().value() + "'";
        var before = desk.ownerRows(refs);
        var _ = content.edited(made, "{'title': 'Other'}");
        assertThat(desk.ownerRows(refs)).hasSize(1).isEqualTo(before);
    }

    private static EntryOperations.NewEntry list(Collection of, int count, EntryId target) {
        var list = new JsonArray();
        IntStream.range(0, count).forEach(_ -> list.add(target.text()));
        return new EntryOperations.NewEntry(
                of.id(), null, null, "List " + count, null, json("{}").put("l", list), null, null, null);
    }

    @Test
    void a_preview_ends_before_512_KiB() {
        var large = content.collection(site, "large", "{'type': 'object', 'properties': {'t': {'type': 'string'}}}");
        var text = "x".repeat(250_000);
        for (int i = 0; i < 3; i++) {
            var _ = content.entry(large, "Large " + i, "{'t': '" + text + "'}");
        }

        var first = content.live(desk, "docs", "{'preview': true}");
        var rest = content.live(desk, "docs", "{'preview': true, 'cursor': '" + first.nextCursor() + "'}");

        assertThat(Content.items(first)).hasSize(2);
        assertThat(Content.items(rest)).hasSize(1);
    }

    @Test
    void reads_without_an_index_are_bounded_by_tenant() {
        assertThat(refusals("{'preview': true, 'locale': 'en'}")).isPositive();
        assertThat(refusals("{'preview': true, 'collection': 'posts'}")).isPositive();
        assertThat(refusals("{'preview': true, 'locale': 'en', 'entry_slug': 'one'}"))
                .isZero();
        assertThat(refusals("{'preview': true}")).isPositive();
        assertThat(refusals("{'locale': 'en'}")).isZero();
        assertThat(refusals("{'locale': 'en', 'collection': 'posts'}")).isZero();
    }

    @Test
    void live_pages_that_are_not_kept_take_turns() {
        var _ = content.published(content.entry(posts, "One", "{'body': 'text'}"));

        desk.whileLocked("LOCK TABLE cms.publication IN ACCESS EXCLUSIVE MODE", () -> {
            var sent = IntStream.rangeClosed(1, 8)
                    .mapToObj(limit -> desk.sent(
                            EntryOperations.PUBLISHED,
                            caller,
                            Json.read(
                                    json("{'slug': 'docs', 'limit': " + limit + "}")
                                            .encode(),
                                    EntryOperations.PublishedQuery.class),
                            Conditions.NONE))
                    .toList();

            var last = desk.awaited(sent::getLast);

            assertThat(last instanceof Outcome.Refused<?>(var refusal) ? refusal : last)
                    .isInstanceOf(Refusal.RateLimited.class);
        });
    }

    /** How many of ten calls at once are refused. */
    private long refusals(String query) {
        var input = Json.read(json(query).put("slug", "docs").encode(), EntryOperations.PublishedQuery.class);
        var answers = IntStream.range(0, 10)
                .mapToObj(_ -> desk.sent(EntryOperations.PUBLISHED, caller, input, Conditions.NONE))
                .toList();
        return answers.stream()
                .map(Desk::await)
                .filter(answer -> answer instanceof Outcome.Refused<Page<PublishedEntry>>(Refusal.RateLimited _))
                .count();
    }

    /** The planner may use whatever it likes for so few rows: it is kept from reading the whole table. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "publication_newest_of_slug",
                "publication_newest_of_collection",
                "publication_newest_of_locale",
                "entry_newest_of_slug"
            })
    void an_index_has_the_order_of_a_page(String index) {
        var table = index.substring(0, index.indexOf('_'));
        var column = index.substring(index.lastIndexOf('_') + 1);
        var moment = table.equals("entry") ? "updated_at" : "published_at";
        var plan = String.join(
                "\n",
                desk.ownerRows("EXPLAIN SELECT id FROM cms." + table
                        + " WHERE workspace_id = '" + caller.workspaceId().value() + "' AND site_id = '"
                        + site.id().value() + "' AND " + column + " = 'one'"
                        + (table.equals("entry") ? " AND status <> 'archived'" : "")
                        + " ORDER BY " + moment + " DESC, id DESC LIMIT 10"));

        assertThat(plan).contains(index).doesNotContain("Sort");
    }

    @Test
    void an_index_has_the_order_of_a_page_of_one_collection_in_one_locale() {
        var plan = String.join(
                "\n",
                desk.ownerRows("EXPLAIN SELECT id FROM cms.publication WHERE workspace_id = '"
                        + caller.workspaceId().value() + "' AND site_id = '"
                        + site.id().value() + "' AND collection = 'posts' AND locale = 'en'"
                        + " ORDER BY published_at DESC, id DESC LIMIT 10"));

        assertThat(plan).contains("publication_newest_of_collection_and_locale").doesNotContain("Sort");
    }

    @Test
    void a_schema_does_not_become_narrower_with_more_entries_than_one_transaction_should_mark() {
        var entry = content.entry(posts, "One", "{'body': 'text'}");
        desk.owner("INSERT INTO cms.entry SELECT (jsonb_populate_record(e, jsonb_build_object("
                + "'id', gen_random_uuid(), 'slug', 's-' || n))).* FROM cms.entry e, generate_series(1, 10000) n"
                + " WHERE e.id = '" + entry.id().value() + "'");

        assertThat(content.conflict(
                        CollectionOperations.UPDATE,
                        patch("{'type': 'object', 'properties': {'body': {'type': 'string', 'maxLength': 2}}}")))
                .contains("10000 entries");
        assertThat(content.read(entry).outdated()).isFalse();
        assertThat(schema(Content.POSTS.replace("1000", "2000")).schemaNumber()).isEqualTo(2);
    }

    /** By a schema in which the author is the ID of anything. */
    private Entry entryWithoutAuthor(String title) {
        var _ = schema(Content.POSTS.replace(", 'x-ref': 'entry', 'x-collection': 'authors'", ""));
        return content.entry(posts, title, "{'body': 'text', 'author': '" + new EntryId(desk.ids.next()).text() + "'}");
    }

    private void store(String schema) {
        desk.owner("UPDATE cms.collection SET schema = '" + schema + "' WHERE id = '"
                + posts.id().value() + "'");
    }

    private Collection schema(String schema) {
        return desk.done(CollectionOperations.UPDATE, caller, patch(schema));
    }

    private CollectionPatch patch(String schema) {
        var patch =
                json("{'allow_breaking': true}").put("id", posts.id().text()).put("schema", json(schema));
        return Json.read(patch.encode(), CollectionPatch.class);
    }
}
