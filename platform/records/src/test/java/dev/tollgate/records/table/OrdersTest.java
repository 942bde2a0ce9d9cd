package dev.tollgate.records.table;

import static dev.tollgate.records.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.NewNote;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.NoteQuery;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.Since;
import dev.tollgate.records.shape.CustomFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders of lists, and what cannot be combined with them. */
class OrdersTest extends OnBench {

    private Caller caller;

    @BeforeEach
    void comeAsStranger() {
        caller = bench.stranger();
    }

    @ParameterizedTest
    @CsvSource({
        "created_at, b c a",
        "-created_at, a c b",
        "title, a b c",
        "-title, c b a",
        "updated_at, c a b",
        "-updated_at, b a c"
    })
    void a_list_goes_by_the_order_it_is_asked_for_over_pages(String sort, String titles) {
        var b = created("b");
        var _ = created("c");
        var _ = created("a");
        var _ = await(bench.notes.update(
                bench.call(Notes.UPDATE, caller, new Nothing()),
                b.id(),
                note -> Outcome.done(note.with(new CustomFields(Map.of("changed", true))))));

        assertThat(titles(sort, 1)).containsExactly(titles.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({"due_at, early late none other", "-due_at, late early other none"})
    void records_without_a_value_come_last_in_both_directions_over_pages(String sort, String titles) {
        var due = Instant.parse("2030-01-15T09:00:00.000001Z");
        for (var title : List.of("none", "late", "other", "early")) {
            var note = created(title);
            var at = title.equals("late") ? due.plusSeconds(1) : title.equals("early") ? due : null;
            var _ = await(bench.notes.update(
                    bench.call(Notes.UPDATE, caller, new Nothing()), note.id(), one -> Outcome.done(one.due(at))));
        }

        for (int size = 1; size <= 4; size++) {
            assertThat(titles(sort, size)).as("pages of " + size).containsExactly(titles.split(" ", -1));
        }
    }

    private List<String> titles(String sort, int size) {
        var read = new ArrayList<String>();
        @Nullable String cursor = null;
        do {
            var page = done(list(size, cursor, new ListOptions(null, null, sort, null, null)));
            page.items().forEach(note -> read.add(note.title()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return read;
    }

    @Test
    void a_cursor_of_another_order_is_refused() {
        var _ = created("a");
        var _ = created("b");
        var cursor = done(list(1, null, new ListOptions(null, null, "title", null, null)))
                .nextCursor();

        assertThat(list(1, cursor, new ListOptions(null, null, "-title", null, null)))
                .isEqualTo(Outcome.refused(Cursors.REFUSAL));
    }

    @Test
    void a_record_is_found_by_its_external_ids() {
        var made = done(await(bench.notes.create(
                bench.call(Notes.CREATE, caller, new Nothing()), new NewNote("Ada", null, "erp", "1"))));
        var _ = await(bench.notes.create(
                bench.call(Notes.CREATE, caller, new Nothing()), new NewNote("Grace", null, "erp", "2")));

        var found = done(list(5, null, new ListOptions("erp", "1", null, null, null)));

        assertThat(found.items()).containsExactly(made);
    }

    @ParameterizedTest
    @CsvSource({"title, false, ada, sort", ", true, ada, updated_since", "wrong, false, , sort", "title, true, , sort"})
    void what_cannot_be_answered_together_is_refused(
            @Nullable String sort, boolean changes, @Nullable String words, String field) {
        var options = new ListOptions(null, null, sort, changes ? Since.EVER : null, null);
        var query = new NoteQuery(5, null, words, null, null, null);

        var outcome =
                await(bench.notes.page(bench.call(Notes.LIST, caller, new Nothing()), new ListInput<>(query, options)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(((Refusal.ValidationFailed) refused.refusal()).fieldErrors())
                                .singleElement()
                                .satisfies(fault -> assertThat(fault.field()).isEqualTo(field)));
    }

    private Outcome<Page<Note>> list(int limit, @Nullable String cursor, ListOptions options) {
        return await(bench.notes.page(
                bench.call(Notes.LIST, caller, new Nothing()), new ListInput<>(NoteQuery.of(limit, cursor), options)));
    }

    private Note created(String title) {
        return done(await(bench.notes.create(bench.call(Notes.CREATE, caller, new Nothing()), Notes.titled(title))));
    }

    private static <A> A done(Outcome<A> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<A>) outcome).value();
    }
}
