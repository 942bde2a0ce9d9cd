package dev.tollgate.records.table;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static dev.tollgate.records.table.WorkspaceNotes.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.shape.CustomFields;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that are created, read, changed and removed. */
class RecordTableTest extends OnBench {

    private WorkspaceNotes notes;

    @BeforeEach
    void comeAsStranger() {
        notes = WorkspaceNotes.of(bench);
    }

    @Test
    void a_record_is_read_as_it_was_made() {
        var made = notes.created("Ada");

        var read = await(bench.notes.get(notes.get(), made.id()));

        assertThat(read).isEqualTo(Outcome.done(made));
        assertThat(made.version()).isEqualTo(1);
        assertThat(made.source()).isEqualTo("api");
        assertThat(made.lastActor()).isEqualTo(notes.caller().actor().id());
    }

    @Test
    void a_record_of_another_workspace_does_not_exist() {
        var made = notes.created("Ada");
        notes = WorkspaceNotes.of(bench);

        var read = await(bench.notes.get(notes.get(), made.id()));
        var updated = await(bench.notes.update(notes.update(Conditions.NONE), made.id(), titled("stolen")));
        var removed = await(bench.notes.remove(notes.delete(Conditions.NONE), made.id(), List.of()));

        assertThat(List.of(read, updated, removed))
                .allMatch(outcome -> outcome instanceof Outcome.Refused<Note>(Refusal refusal)
                        && refusal instanceof Refusal.ResourceNotFound);
    }

    @Test
    void a_change_counts_the_version_up_and_says_who_made_it() {
        var made = notes.created("Ada");

        var updated = done(await(bench.notes.update(notes.update(Conditions.NONE), made.id(), titled("Grace"))));

        assertThat(updated.version()).isEqualTo(2);
        assertThat(updated.title()).isEqualTo("Grace");
        assertThat(updated.createdAt()).isEqualTo(made.createdAt());
        assertThat(updated.updatedAt()).isAfterOrEqualTo(made.updatedAt());
        assertThat(await(bench.notes.get(notes.get(), made.id()))).isEqualTo(Outcome.done(updated));
        assertThat(bench.owner("SELECT changes FROM audit.body WHERE chain = '"
                        + notes.caller().workspaceId().value() + "' ORDER BY event_id DESC LIMIT 1"))
                .singleElement()
                .asString()
                .contains("\"title\":\"Ada\"", "\"title\":\"Grace\"")
                .doesNotContain("pinned");
    }

    @Test
    void a_change_that_changes_nothing_keeps_the_version_and_makes_no_event() {
        var made = notes.created("Ada");

        var updated = await(bench.notes.update(notes.update(Conditions.NONE), made.id(), titled("Ada")));

        assertThat(updated).isEqualTo(Outcome.done(made));
        assertThat(bench.count("outbox.message WHERE topic = 'tollgate.events' AND key = '"
                        + notes.caller().workspaceId().text() + "'"))
                .isEqualTo(1);
        assertThat(bench.count("audit.event", notes.caller().workspaceId().value()))
                .isEqualTo(2);
    }

    @Test
    void a_change_that_the_table_does_not_allow_is_refused_and_stores_nothing() {
        var made = notes.created("Final");

        var refused = await(bench.notes.update(notes.update(Conditions.NONE), made.id(), titled("Again")));
        var allowed = await(bench.notes.update(notes.update(Conditions.NONE), made.id(), titled("Final")));

        assertThat(refused).isEqualTo(Outcome.refused(new Refusal.Conflict("The title is final.")));
        assertThat(allowed).isEqualTo(Outcome.done(made));
        assertThat(await(bench.notes.get(notes.get(), made.id()))).isEqualTo(Outcome.done(made));
    }

    @Test
    void a_change_that_the_table_names_has_an_event_of_its_own() {
        var made = notes.created("Ada");

        var _ = done(await(bench.notes.update(notes.update(Conditions.NONE), made.id(), titled("Grace"))));
        var _ = done(await(bench.notes.update(notes.update(Conditions.NONE), made.id(), titled("Hidden"))));

        assertThat(bench.owner("SELECT convert_from(body, 'UTF8')::jsonb ->> 'type' FROM outbox.message"
                        + " WHERE topic = 'tollgate.events' AND key = '"
                        + notes.caller().workspaceId().text() + "' ORDER BY id"))
                .containsExactly("note.created", "note.updated", "note.hidden");
    }

    @Test
    void a_change_or_removal_at_another_version_is_refused() {
        var made = notes.created("Ada");
        var second = new Conditions(null, 2L, null, false);

        var updated = await(bench.notes.update(notes.update(second), made.id(), titled("Grace")));
        var removed = await(bench.notes.remove(notes.delete(second), made.id(), List.of()));

        assertThat(updated).isEqualTo(Outcome.refused(new Refusal.VersionConflict(1)));
        assertThat(removed).isEqualTo(Outcome.refused(new Refusal.VersionConflict(1)));
    }

    @Test
    void no_change_is_lost_under_concurrent_changes_of_one_record() {
        var made = notes.created("");

        var running = new ArrayList<Future<Outcome<Note>>>();
        for (int i = 0; i < 8; i++) {
            running.add(bench.notes.update(
                    notes.update(Conditions.NONE), made.id(), note -> Outcome.done(note.titled(note.title() + "x"))));
        }
        settle(Future.join(running).otherwiseEmpty());

        var done = (int) running.stream().filter(Future::succeeded).count();
        var last = done(await(bench.notes.get(notes.get(), made.id())));
        assertThat(last.title()).isEqualTo("x".repeat(done));
        assertThat(last.version()).isEqualTo(done + 1);
    }

    @Test
    void a_removal_gives_the_last_state() {
        var made = notes.created("Ada");

        var removed =
                await(bench.notes.remove(notes.delete(new Conditions(null, 1L, null, false)), made.id(), List.of()));

        assertThat(removed).isEqualTo(Outcome.done(made));
        assertThat(await(bench.notes.get(notes.get(), made.id()))).isInstanceOf(Outcome.Refused.class);
    }

    /** The trigger stands for another caller whose change is committed while the first DELETE runs. */
    @Test
    void a_removal_at_a_version_that_came_meanwhile_removes_the_record() {
        var made = notes.created("raced");
        bench.tamper("""
                CREATE FUNCTION notes.race() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    UPDATE notes.note SET version = 2 WHERE title = 'raced' AND version = 1;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER race AFTER DELETE ON notes.note FOR EACH STATEMENT EXECUTE FUNCTION notes.race()
                """);

        var removed =
                await(bench.notes.remove(notes.delete(new Conditions(null, 2L, null, false)), made.id(), List.of()));
        bench.tamper("DROP FUNCTION notes.race() CASCADE");

        assertThat(done(removed).version()).isEqualTo(2);
        assertThat(await(bench.notes.get(notes.get(), made.id()))).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void custom_fields_are_merged_by_name_and_bounded() {
        var made = notes.created("Ada", Map.of("a", 1, "b", 2));
        var patch = new HashMap<String, @Nullable Object>();
        patch.put("a", null);
        patch.put("c", 2.5);

        var merged = done(await(bench.notes.update(
                notes.update(Conditions.NONE),
                made.id(),
                note -> Outcome.done(note.with(note.customFields().merged(new CustomFields(patch)))))));
        var many = new HashMap<String, @Nullable Object>();
        for (int i = 0; i < CustomFields.FIELDS_MAX; i++) {
            many.put("f" + i, i);
        }
        var tooMany = await(bench.notes.update(
                notes.update(Conditions.NONE),
                made.id(),
                note -> Outcome.done(note.with(note.customFields().merged(new CustomFields(many))))));

        assertThat(merged.customFields()).isEqualTo(new CustomFields(Map.of("b", 2, "c", 2.5)));
        assertThat(await(bench.notes.get(notes.get(), made.id()))).isEqualTo(Outcome.done(merged));
        assertThat(tooMany)
                .isEqualTo(Outcome.refused(
                        Refusal.ValidationFailed.of("custom_fields", "a record has at most 32 custom fields")));
    }

    @Test
    void text_that_cannot_be_kept_is_the_callers_fault() {
        var outcome = await(bench.notes.create(notes.create(), Notes.titled("a\0b")));

        assertThat(outcome)
                .isEqualTo(Outcome.refused(new Refusal.ValidationFailed(
                        List.of(new FieldError("title", "must not contain the character U+0000")))));
    }

    private static java.util.function.Function<Note, Outcome<Note>> titled(String title) {
        return note -> Outcome.done(note.titled(title));
    }
}
