package dev.tollgate.modules.cms;

import static dev.tollgate.modules.cms.Content.items;
import static dev.tollgate.modules.cms.Content.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.Desk;
import dev.tollgate.modules.cms.EntryOperations.Publication;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Entries that are put live and taken offline at a time. */
class ScheduledPublicationTest extends PublishedEntryTests {

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
        Desk.eventually(() -> assertThat(Content.title(content.live("docs"))).isEqualTo("One"));

        desk.later(Duration.ofMinutes(60));
        desk.runJobs();

        assertThat(content.read(draft).status()).isEqualTo(Entry.Status.DRAFT);
        assertThat(desk.events(caller))
                .extracting(event -> event.type())
                .endsWith("entry.published", "entry.unpublished");
        assertThat(actions()).endsWith("entry.publish", "entry.unpublish");
    }

    @Test
    void a_scheduled_version_has_its_fields_itself() {
        var scheduled = schedule(content.entry(posts, "One", "{'body': 'first'}"), Duration.ofHours(1), null);

        var own = desk.ownerRows("SELECT fields ->> 'body' FROM cms.entry_revision WHERE entry_id = '"
                + scheduled.id().value() + "' AND number = " + scheduled.version());

        assertThat(own).containsExactly("first");
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
                .orTimeout(5, TimeUnit.MINUTES)
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

    private Entry schedule(Entry entry, Duration until, @Nullable Duration end) {
        return desk.done(EntryOperations.PUBLISH, caller, publication(entry, until, end));
    }

    private static Publication publication(Entry entry, Duration until, @Nullable Duration end) {
        Instant now = desk.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Publication(entry.id(), now.plus(until), end == null ? null : now.plus(end));
    }

    private List<String> actions() {
        return desk.ownerRows("SELECT action FROM audit.event WHERE chain = '"
                + caller.workspaceId().value() + "' ORDER BY id");
    }
}
