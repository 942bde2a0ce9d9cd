package dev.tollgate.records.table;

import static dev.tollgate.records.table.WorkspaceNotes.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Notes.Kind;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.NoteQuery;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.shape.CustomFields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of records, and the filters that narrow them. */
class RecordListsTest extends OnBench {

    private WorkspaceNotes notes;

    @BeforeEach
    void comeAsStranger() {
        notes = WorkspaceNotes.of(bench);
    }

    @Test
    void pages_give_every_record_once_newest_first() {
        var made = new ArrayList<Note>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(notes.created("note " + i));
        }

        var read = new ArrayList<Note>();
        String cursor = null;
        var pages = 0;
        do {
            var page = notes.found(NoteQuery.of(3, cursor));
            read.addAll(page.items());
            cursor = page.nextCursor();
            pages++;
        } while (cursor != null);

        assertThat(read).isEqualTo(made);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void a_page_of_large_records_ends_early_and_pages_give_every_record_once() {
        var fields = new HashMap<String, Object>();
        for (int field = 0; field < 32; field++) {
            fields.put("field_" + field, "x".repeat(1_024));
        }
        var made = new ArrayList<Note>();
        for (int i = 0; i < 20; i++) {
            made.addFirst(notes.created("note " + i, fields));
        }

        var first = notes.found(NoteQuery.of(100, null));
        var read = new ArrayList<>(first.items());
        for (var cursor = first.nextCursor(); cursor != null; ) {
            var page = notes.found(NoteQuery.of(100, cursor));
            read.addAll(page.items());
            cursor = page.nextCursor();
        }

        assertThat(first.items()).hasSizeBetween(2, 19);
        assertThat(read).isEqualTo(made);
    }

    @Test
    void a_full_last_page_has_no_cursor() {
        var _ = notes.created("a");
        var _ = notes.created("b");

        var page = notes.found(NoteQuery.of(2, null));

        assertThat(page.items()).hasSize(2);
        assertThat(page.nextCursor()).isNull();
    }

    @Test
    void a_cursor_of_other_filters_is_refused() {
        var _ = notes.created("a");
        var _ = notes.created("b");
        var cursor = notes.found(NoteQuery.of(1, null)).nextCursor();

        var page = notes.page(NoteQuery.of(1, cursor).ofKind(Kind.PLAIN));

        assertThat(page).isEqualTo(Outcome.refused(Cursors.REFUSAL));
    }

    @Test
    void filters_words_and_custom_fields_narrow_a_list() {
        var ada = notes.created("Call Ada", Map.of("size", 5, "vip", true));
        var grace = notes.created("Call Grace", Map.of("size", "5"));
        var other = notes.created("Write a letter", Map.of());

        assertThat(notes.found(NoteQuery.of(null, null).ofKind(Kind.URGENT)).items())
                .isEmpty();
        assertThat(notes.found(NoteQuery.of(null, null).ofKind(Kind.PLAIN)).items())
                .containsExactly(other, grace, ada);
        assertThat(notes.found(NoteQuery.of(null, null).matching("call")).items())
                .containsExactly(grace, ada);
        assertThat(notes.found(NoteQuery.of(null, null).matching("call").onlyPinned())
                        .items())
                .isEmpty();
        assertThat(notes.found(NoteQuery.of(null, null).with(new CustomFields(Map.of("size", "5"))))
                        .items())
                .containsExactly(grace, ada);
        assertThat(notes.found(NoteQuery.of(null, null).with(new CustomFields(Map.of("size", 5, "vip", "true"))))
                        .items())
                .containsExactly(ada);
    }

    @Test
    void a_search_takes_its_filters_by_name_whatever_their_order() {
        var ada = notes.created("Call Ada");
        var _ = notes.created("Write a letter");

        var plain = notes.page(NoteQuery.of(null, null).matching("call").ofKind(Kind.PLAIN));
        var urgent = notes.page(NoteQuery.of(null, null).matching("call").ofKind(Kind.URGENT));

        assertThat(done(plain).items()).containsExactly(ada);
        assertThat(done(urgent).items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0.0005, -0.0005, 2.5, 1.5e-7, 10_000_000.5, 1e20, 1.25e30, Double.MIN_VALUE, Double.MAX_VALUE})
    void a_number_is_found_by_its_own_value_and_by_its_decimal(double number) {
        var made = notes.created("Ada", Map.of("rate", number));
        var decimal =
                new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();

        var found = notes.found(NoteQuery.of(null, null).with(new CustomFields(Map.of("rate", number))));
        var byText = notes.found(NoteQuery.of(null, null).with(new CustomFields(Map.of("rate", decimal))));

        assertThat(found.items()).containsExactly(made);
        assertThat(byText.items()).containsExactly(made);
    }

    @Test
    void a_search_goes_on_where_its_page_ended() {
        var ada = notes.created("Call Ada");
        var _ = notes.created("Write");
        var grace = notes.created("Call Grace");

        var first = notes.found(NoteQuery.of(1, null).matching("call"));
        var second = notes.found(NoteQuery.of(1, first.nextCursor()).matching("call"));

        assertThat(first.items()).containsExactly(grace);
        assertThat(second.items()).containsExactly(ada);
        assertThat(second.nextCursor()).isNull();
    }
}
