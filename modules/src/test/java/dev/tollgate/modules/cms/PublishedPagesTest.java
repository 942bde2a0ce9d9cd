package dev.tollgate.modules.cms;

import static dev.tollgate.modules.cms.Content.items;
import static dev.tollgate.modules.cms.Content.representation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages of what is live, and where they are kept. */
class PublishedPagesTest extends PublishedEntryTests {

    @Test
    void pages_are_newest_first_filtered_and_the_same_bytes_everywhere() {
        var entries = IntStream.range(0, 5)
                .mapToObj(i -> content.published(content.entry(posts, "Post " + i, "{'body': 'text " + i + "'}")))
                .toList();

        var all = content.live(desk, "docs", "{'limit': 5}");
        var first = content.live(desk, "docs", "{'limit': 3}");
        var elsewhere = content.live(other, "docs", "{'limit': 3}");
        var second = content.live(desk, "docs", "{'limit': 3, 'cursor': '" + first.nextCursor() + "'}");

        assertThat(Content.ids(all))
                .isEqualTo(
                        entries.reversed().stream().map(one -> one.id().text()).toList());
        assertThat(all.nextCursor()).isNull();
        assertThat(Content.ids(first)).isEqualTo(Content.ids(all).subList(0, 3));
        assertThat(Content.ids(second)).isEqualTo(Content.ids(all).subList(3, 5));
        assertThat(representation(elsewhere).entityTag())
                .isEqualTo(representation(first).entityTag());
        assertThat(representation(first).entityTag()).matches("[0-9a-f]{64}");
        assertThat(representation(first).cacheControl()).isEqualTo("private, max-age=60");
        assertThat(Content.ids(content.live(desk, "docs", "{'entry_slug': 'post-2'}")))
                .containsExactly(entries.get(2).id().text());
        assertThat(Content.ids(content.live(desk, "docs", "{'collection': 'posts', 'locale': 'EN'}")))
                .hasSize(5);
        assertThat(Content.ids(content.live(desk, "docs", "{'collection': 'none'}")))
                .isEmpty();
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
        assertThat(Content.ids(first)).hasSize(16);
        assertThat(Content.ids(second)).hasSize(2);
    }

    /** Each would be another page to read and to keep. */
    @Test
    void a_cursor_that_was_never_given_is_refused() {
        var _ = content.published(content.entry(posts, "One", "{'body': 'first'}"));
        var _ = content.published(content.entry(posts, "Two", "{'body': 'second'}"));
        var position = ByteBuffer.allocate(3 * Long.BYTES).putLong(221_900_000_000_000_000L);
        var given = Objects.requireNonNull(
                content.live(desk, "docs", "{'limit': 1}").nextCursor());

        assertThat(refusalOf(Base64.getUrlEncoder().withoutPadding().encodeToString(position.array())))
                .isInstanceOf(Refusal.MalformedRequest.class);
        assertThat(refusalOf(given.substring(1))).isInstanceOf(Refusal.MalformedRequest.class);
        assertThat(desk.refusal(
                        EntryOperations.PUBLISHED,
                        caller,
                        new EntryOperations.PublishedQuery("docs", null, "en", null, null, null, given)))
                .isInstanceOf(Refusal.MalformedRequest.class);
        assertThat(Content.ids(content.live(other, "docs", "{'cursor': '" + given + "'}")))
                .hasSize(1);
    }

    private Refusal refusalOf(String cursor) {
        return desk.refusal(EntryOperations.PUBLISHED, caller, query("docs", cursor));
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

    @Test
    void previews_without_filters_take_turns_as_other_lists_do() {
        var _ = content.entry(posts, "One", "{'body': 'first'}");
        var preview = new EntryOperations.PublishedQuery("docs", null, null, null, true, null, null);

        desk.whileLocked("LOCK TABLE cms.entry IN ACCESS EXCLUSIVE MODE", () -> {
            var sent = IntStream.range(0, 8)
                    .mapToObj(_ -> desk.sent(EntryOperations.PUBLISHED, caller, preview, Conditions.NONE))
                    .toList();

            var last = desk.awaited(sent::getLast);

            assertThat(last instanceof Outcome.Refused<?>(var refusal) ? refusal : last)
                    .isInstanceOf(Refusal.RateLimited.class);
        });
    }

    /** PostgreSQL is not asked: what it would answer is changed behind the module's back, and nobody sees it. */
    @Test
    void a_page_is_kept_by_each_process_and_dropped_by_all_after_a_write() {
        var entry = content.published(content.entry(posts, "One", "{'body': 'first'}"));
        Desk.eventually(() -> {
            var here = content.live(desk, "docs", "{}");
            var there = content.live(other, "docs", "{}");
            desk.owner("UPDATE cms.publication SET title = 'Title " + desk.ids.next() + "' WHERE id = '"
                    + entry.id().value() + "'");
            assertThat(content.live(desk, "docs", "{}")).isSameAs(here);
            assertThat(content.live(other, "docs", "{}")).isSameAs(there);
        });

        var _ = content.published(content.edited(entry, "{'title': 'Two'}"));
        Desk.eventually(() -> {
            for (var process : List.of(desk, other)) {
                assertThat(Content.title(content.live(process, "docs", "{}"))).isEqualTo("Two");
            }
        });
    }

    @Test
    void nothing_is_kept_while_notifications_may_be_lost() {
        try (var deaf = new Desk(desk)) {
            var entry = content.published(content.entry(posts, "One", "{'body': 'first'}"));
            var before = content.live(deaf, "docs", "{}");

            desk.owner("UPDATE cms.publication SET title = 'New' WHERE id = '"
                    + entry.id().value() + "'");

            assertThat(Content.title(before)).isEqualTo("One");
            assertThat(Content.title(content.live(deaf, "docs", "{}"))).isEqualTo("New");
        }
    }

    private static EntryOperations.PublishedQuery query(String slug, @Nullable String cursor) {
        return new EntryOperations.PublishedQuery(slug, null, null, null, null, null, cursor);
    }
}
