package dev.tollgate.records.table;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Kind;
import dev.tollgate.records.Notes.NewNote;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.NoteQuery;
import dev.tollgate.records.Notes.Nothing;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTableTest {

    private static Bench bench;
    private Caller caller;

    @BeforeAll
    static void open() {
        bench = new Bench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void comeAsStranger() {
        caller = bench.stranger();
    }

    @Test
    void a_record_is_read_as_it_was_made() {
        var made = created("Ada");

        var read = await(bench.notes.get(call(Conditions.NONE), made.id()));

        assertThat(read).isEqualTo(Outcome.done(made));
        assertThat(made.version()).isEqualTo(1);
        assertThat(made.source()).isEqualTo("api");
        assertThat(made.lastActor()).isEqualTo(caller.actor().id());
    }

    @Test
    void a_record_of_another_workspace_does_not_exist() {
        var made = created("Ada");
        caller = bench.stranger();

        var read = await(bench.notes.get(call(Conditions.NONE), made.id()));
        var updated = await(bench.notes.update(update(Conditions.NONE), made.id(), titled("stolen")));
        var removed = await(bench.notes.remove(delete(Conditions.NONE), made.id(), List.of()));

        assertThat(List.of(read, updated, removed))
                .allMatch(outcome -> outcome instanceof Outcome.Refused<Note>(Refusal refusal)
                        && refusal instanceof Refusal.ResourceNotFound);
    }

    @Test
    void a_change_counts_the_version_up_and_says_who_made_it() {
        var made = created("Ada");

        var updated = done(await(bench.notes.update(update(Conditions.NONE), made.id(), titled("Grace"))));

        assertThat(updated.version()).isEqualTo(2);
        assertThat(updated.title()).isEqualTo("Grace");
        assertThat(updated.createdAt()).isEqualTo(made.createdAt());
        assertThat(updated.updatedAt()).isAfterOrEqualTo(made.updatedAt());
        assertThat(await(bench.notes.get(call(Conditions.NONE), made.id()))).isEqualTo(Outcome.done(updated));
        assertThat(bench.owner("SELECT changes FROM audit.body WHERE chain = '"
                        + caller.workspaceId().value() + "' ORDER BY event_id DESC LIMIT 1"))
                .singleElement()
                .asString()
                .contains("\"title\":\"Ada\"", "\"title\":\"Grace\"")
                .doesNotContain("pinned");
    }

    @Test
    void a_change_that_changes_nothing_keeps_the_version_and_makes_no_event() {
        var made = created("Ada");

        var updated = await(bench.notes.update(update(Conditions.NONE), made.id(), titled("Ada")));

        assertThat(updated).isEqualTo(Outcome.done(made));
        assertThat(bench.count("outbox.message WHERE topic = 'tollgate.events' AND key = '"
                        + caller.workspaceId().text() + "'"))
                .isEqualTo(1);
        assertThat(bench.count("audit.event", caller.workspaceId().value())).isEqualTo(2);
    }

    @Test
    void a_change_or_removal_at_another_version_is_refused() {
        var made = created("Ada");
        var second = new Conditions(null, 2L, null, false);

        var updated = await(bench.notes.update(update(second), made.id(), titled("Grace")));
        var removed = await(bench.notes.remove(delete(second), made.id(), List.of()));

        assertThat(updated).isEqualTo(Outcome.refused(new Refusal.VersionConflict(1)));
        assertThat(removed).isEqualTo(Outcome.refused(new Refusal.VersionConflict(1)));
    }

    @Test
    void no_change_is_lost_under_concurrent_changes_of_one_record() {
        var made = created("");

        var running = new ArrayList<Future<Outcome<Note>>>();
        for (int i = 0; i < 8; i++) {
            running.add(bench.notes.update(
                    update(Conditions.NONE), made.id(), note -> Outcome.done(note.titled(note.title() + "x"))));
        }
        settle(Future.join(running).otherwiseEmpty());

        var done = (int) running.stream().filter(Future::succeeded).count();
        var last = done(await(bench.notes.get(call(Conditions.NONE), made.id())));
        assertThat(last.title()).isEqualTo("x".repeat(done));
        assertThat(last.version()).isEqualTo(done + 1);
    }

    @Test
    void a_removal_gives_the_last_state() {
        var made = created("Ada");

        var removed = await(bench.notes.remove(delete(new Conditions(null, 1L, null, false)), made.id(), List.of()));

        assertThat(removed).isEqualTo(Outcome.done(made));
        assertThat(await(bench.notes.get(call(Conditions.NONE), made.id()))).isInstanceOf(Outcome.Refused.class);
    }

    /** The trigger stands for another caller whose change is committed while the first DELETE runs. */
    @Test
    void a_removal_at_a_version_that_came_meanwhile_removes_the_record() {
        var made = created("raced");
        bench.tamper("""
                CREATE FUNCTION notes.race() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    UPDATE notes.note SET version = 2 WHERE title = 'raced' AND version = 1;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER race AFTER DELETE ON notes.note FOR EACH STATEMENT EXECUTE FUNCTION notes.race()
                """);

        var removed = await(bench.notes.remove(delete(new Conditions(null, 2L, null, false)), made.id(), List.of()));
        bench.tamper("DROP FUNCTION notes.race() CASCADE");

        assertThat(done(removed).version()).isEqualTo(2);
        assertThat(await(bench.notes.get(call(Conditions.NONE), made.id()))).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void pages_give_every_record_once_newest_first() {
        var made = new ArrayList<Note>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(created("note " + i));
        }

        var read = new ArrayList<Note>();
        String cursor = null;
        var pages = 0;
        do {
            var page = done(page(NoteQuery.of(3, cursor)));
            read.addAll(page.items());
            cursor = page.nextCursor();
            pages++;
        } while (cursor != null);

        assertThat(read).isEqualTo(made);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void a_full_last_page_has_no_cursor() {
        var _ = created("a");
        var _ = created("b");

        var page = done(page(NoteQuery.of(2, null)));

        assertThat(page.items()).hasSize(2);
        assertThat(page.nextCursor()).isNull();
    }

    @Test
    void a_cursor_of_other_filters_is_refused() {
        var _ = created("a");
        var _ = created("b");
        var cursor = done(page(NoteQuery.of(1, null))).nextCursor();

        var page = page(NoteQuery.of(1, cursor).ofKind(Kind.PLAIN));

        assertThat(page).isEqualTo(Outcome.refused(Cursors.REFUSAL));
    }

    @Test
    void filters_words_and_custom_fields_narrow_a_list() {
        var ada = created("Call Ada", Map.of("size", 5, "vip", true));
        var grace = created("Call Grace", Map.of("size", "5"));
        var other = created("Write a letter", Map.of());

        assertThat(done(page(NoteQuery.of(null, null).ofKind(Kind.URGENT))).items())
                .isEmpty();
        assertThat(done(page(NoteQuery.of(null, null).ofKind(Kind.PLAIN))).items())
                .containsExactly(other, grace, ada);
        assertThat(done(page(NoteQuery.of(null, null).matching("call"))).items())
                .containsExactly(grace, ada);
        assertThat(done(page(NoteQuery.of(null, null).matching("call").onlyPinned()))
                        .items())
                .isEmpty();
        assertThat(done(page(NoteQuery.of(null, null).with(new CustomFields(Map.of("size", "5")))))
                        .items())
                .containsExactly(grace, ada);
        assertThat(done(page(NoteQuery.of(null, null).with(new CustomFields(Map.of("size", 5, "vip", "true")))))
                        .items())
                .containsExactly(ada);
    }

    @Test
    void a_search_takes_its_filters_by_name_whatever_their_order() {
        var ada = created("Call Ada");
        var _ = created("Write a letter");

        var plain = page(NoteQuery.of(null, null).matching("call").ofKind(Kind.PLAIN));
        var urgent = page(NoteQuery.of(null, null).matching("call").ofKind(Kind.URGENT));

        assertThat(done(plain).items()).containsExactly(ada);
        assertThat(done(urgent).items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0.0005, -0.0005, 2.5, 1.5e-7, 10_000_000.5, 1e20, 1.25e30, Double.MIN_VALUE, Double.MAX_VALUE})
    void a_number_is_found_by_its_own_value_and_by_its_decimal(double number) {
        var made = created("Ada", Map.of("rate", number));
        var decimal =
                new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();

        var found = done(page(NoteQuery.of(null, null).with(new CustomFields(Map.of("rate", number)))));
        var byText = done(page(NoteQuery.of(null, null).with(new CustomFields(Map.of("rate", decimal)))));

        assertThat(found.items()).containsExactly(made);
        assertThat(byText.items()).containsExactly(made);
    }

    @Test
    void a_search_goes_on_where_its_page_ended() {
        var ada = created("Call Ada");
        var _ = created("Write");
        var grace = created("Call Grace");

        var first = done(page(NoteQuery.of(1, null).matching("call")));
        var second = done(page(NoteQuery.of(1, first.nextCursor()).matching("call")));

        assertThat(first.items()).containsExactly(grace);
        assertThat(second.items()).containsExactly(ada);
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void custom_fields_are_merged_by_name_and_bounded() {
        var made = created("Ada", Map.of("a", 1, "b", 2));
        var patch = new HashMap<String, @Nullable Object>();
        patch.put("a", null);
        patch.put("c", 2.5);

        var merged = done(await(bench.notes.update(
                update(Conditions.NONE),
                made.id(),
                note -> Outcome.done(note.with(note.customFields().merged(new CustomFields(patch)))))));
        var many = new HashMap<String, @Nullable Object>();
        for (int i = 0; i < CustomFields.FIELDS_MAX; i++) {
            many.put("f" + i, i);
        }
        var tooMany = await(bench.notes.update(
                update(Conditions.NONE),
                made.id(),
                note -> Outcome.done(note.with(note.customFields().merged(new CustomFields(many))))));

        assertThat(merged.customFields()).isEqualTo(new CustomFields(Map.of("b", 2, "c", 2.5)));
        assertThat(await(bench.notes.get(call(Conditions.NONE), made.id()))).isEqualTo(Outcome.done(merged));
        assertThat(tooMany)
                .isEqualTo(Outcome.refused(
                        Refusal.ValidationFailed.of("custom_fields", "a record has at most 32 custom fields")));
    }

    @Test
    void text_that_cannot_be_kept_is_the_callers_fault() {
        var outcome = await(bench.notes.create(create(), Notes.titled("a\0b")));

        assertThat(outcome)
                .isEqualTo(Outcome.refused(new Refusal.ValidationFailed(
                        List.of(new FieldError("title", "must not contain the character U+0000")))));
    }

    private static java.util.function.Function<Note, Outcome<Note>> titled(String title) {
        return note -> Outcome.done(note.titled(title));
    }

    private Note created(String title) {
        return created(title, Map.of());
    }

    private Note created(String title, Map<String, Object> fields) {
        return done(await(bench.notes.create(create(), new NewNote(title, new CustomFields(Map.copyOf(fields))))));
    }

    private Outcome<Page<Note>> page(NoteQuery query) {
        return await(bench.notes.page(bench.call(Notes.LIST, caller, new Nothing()), query));
    }

    private Call<Nothing> create() {
        return bench.call(Notes.CREATE, caller, new Nothing());
    }

    private Call<Nothing> call(Conditions conditions) {
        return bench.call(Notes.GET, caller, new Nothing(), conditions);
    }

    private Call<Nothing> update(Conditions conditions) {
        return bench.call(Notes.UPDATE, caller, new Nothing(), conditions);
    }

    private Call<Nothing> delete(Conditions conditions) {
        return bench.call(Notes.DELETE, caller, new Nothing(), conditions);
    }

    private static <A> A done(Outcome<A> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<A>) outcome).value();
    }
}
