package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.Notes.NoteQuery;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.shape.CustomFields;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search finds. */
class SearchTest extends OnBench {

    /** More than are looked at in one statement. */
    private static final int MANY = 2_500;

    /** More than are sorted before the newest records are looked through. */
    private static final int VERY_MANY = 22_500;

    private WorkspaceNotes notes;

    @BeforeEach
    void comeAsStranger() {
        notes = WorkspaceNotes.of(bench);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "Ada Lovelace, Ad",
                "Ada Lovelace, LOVE ad",
                "ada@engines.example.org, Ada@Eng",
                "ada@engines.example.org, example.or",
                "+44 20 7946-0123, 7946 01",
                "Übergröße, über",
                "half-finished <draft> of O'Brien, fin dra bri",
                "100% (one hundred), 100"
            })
    void a_record_is_found_by_beginnings_of_its_words_in_any_case(String title, String query) {
        var made = notes.created(title);
        var _ = notes.created("Something else");

        assertThat(notes.found(NoteQuery.of(null, null).matching(query)).items())
                .containsExactly(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"da", "Ada Byron", "lace", "Adam", "'); --", "@./", "&|!:*"})
    void a_record_is_not_found_by_the_middle_of_a_word_nor_by_some_of_the_words_only(String query) {
        var _ = notes.created("Ada Lovelace");

        assertThat(notes.found(NoteQuery.of(null, null).matching(query)).items())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 64, 65, 2_000, 2_030, 2_040, 2_046})
    void a_record_with_a_very_long_word_is_found_by_its_beginning(int length) {
        var word = "x".repeat(length);
        var alone = notes.created(word);
        var beside = notes.created(word + " " + "and so on ".repeat(300));

        assertThat(notes.found(NoteQuery.of(null, null).matching("x".repeat(50)))
                        .items())
                .containsExactly(beside, alone);
        assertThat(notes.found(NoteQuery.of(null, null).matching("x".repeat(Math.min(length, 200))))
                        .items())
                .containsExactly(beside, alone);
    }

    /** Its one word has 1,362 bytes, and 2,043 in lower case: with the workspace in front, too many for the index. */
    @Test
    void a_record_whose_letters_grow_in_lower_case_is_found() {
        var made = notes.created("\u023a".repeat(681));

        assertThat(notes.found(NoteQuery.of(null, null).matching("\u2c65".repeat(50)))
                        .items())
                .containsExactly(made);
    }

    @Test
    void a_workspace_whose_id_ends_alike_finds_only_its_own_records() {
        var caller = notes.caller();
        var id = caller.workspaceId().value();
        var alike = new WorkspaceId(new UUID(id.getMostSignificantBits() ^ 1, id.getLeastSignificantBits()));
        var others = new WorkspaceNotes(bench, new Caller(caller.actor(), caller.tenantId(), alike));
        var fields = Map.<String, Object>of("size", 5);
        var mine = notes.created("Ada Lovelace", fields);
        var theirs = others.created("Ada Byron", fields);
        var words = NoteQuery.of(null, null).matching("ada");
        var terms = NoteQuery.of(null, null).with(new CustomFields(Map.of("size", 5)));

        assertThat(notes.found(words).items()).containsExactly(mine);
        assertThat(others.found(words).items()).containsExactly(theirs);
        assertThat(notes.found(terms).items()).containsExactly(mine);
        assertThat(others.found(terms).items()).containsExactly(theirs);
    }

    @ParameterizedTest
    @CsvSource({"entry, 2500, 2500", "ent, 2500, 2500", "old, 2100, 2100", "entry 77, 11, 2500"})
    void the_pages_of_a_search_give_every_match_once_newest_first(String query, int matches, int newest) {
        fill(MANY, 2_100);

        var titles = titles(NoteQuery.of(100, null).matching(query));

        assertThat(titles).hasSize(matches);
        assertThat(new HashSet<>(titles)).hasSize(matches);
        if (matches > 11) {
            assertThat(titles.getFirst()).endsWith(" " + newest);
        }
    }

    @ParameterizedTest
    @CsvSource({"entry, 22500", "old, 21000", "week, 22498"})
    void the_first_pages_of_a_frequent_word_are_the_newest_matches(String query, int newest) {
        fill(VERY_MANY, 21_000);
        var first = notes.found(NoteQuery.of(100, null).matching(query));

        var second = notes.found(NoteQuery.of(100, first.nextCursor()).matching(query));

        int step = query.equals("week") ? 7 : 1;
        assertThat(Stream.of(first, second).flatMap(page -> page.items().stream()))
                .extracting(note -> Integer.valueOf(note.title().replaceAll("\\D", "")))
                .containsExactlyElementsOf(IntStream.range(0, 200)
                        .mapToObj(index -> newest - index * step)
                        .toList());
    }

    @Test
    void a_filter_narrows_a_search_with_more_matches_than_are_looked_at() {
        fill(MANY, 2_100);
        var pinned = NoteQuery.of(10, null).matching("entry").onlyPinned();

        var titles = titles(pinned);
        var both = titles(pinned.with(new CustomFields(Map.of("size", 0))));
        var none = titles(pinned.with(new CustomFields(Map.of("size", 1))));

        assertThat(titles).hasSize(25);
        assertThat(titles.getFirst()).isEqualTo("Entry 2500");
        assertThat(both).isEqualTo(titles);
        assertThat(none).isEmpty();
    }

    @Test
    void other_filters_keep_the_indexes_of_a_search_and_other_words_make_them_anew() throws SQLException {
        try (var connection = bench.sql.connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            var before = index(statement);

            statement.execute("CALL records.searchable('notes.note', ARRAY['title', 'body'], ARRAY['kind'])");
            var otherFilters = index(statement);
            statement.execute("CALL records.searchable('notes.note', ARRAY['title'], ARRAY['kind'])");
            var otherWords = index(statement);
            connection.rollback();

            assertThat(otherFilters).isEqualTo(before);
            assertThat(otherWords).isNotEqualTo(before);
        }
    }

    private void fill(int count, int old) {
        var _ = bench.owner("""
            INSERT INTO notes.note
            SELECT '%1$s'::uuid, ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                   CASE WHEN n <= %3$d THEN 'Old entry ' ELSE 'Entry ' END || CASE n %% 7 WHEN 0 THEN 'week ' ELSE '' END
                       || n, NULL, 'plain', NULL, '{}', n %% 100 = 0,
                   jsonb_build_object('size', n %% 2), now(), now(), 1, 'api', 'key'
              FROM generate_series(1, %2$d) AS n
            """.formatted(notes.caller().workspaceId().value(), count, old));
    }

    private static long index(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("SELECT 'notes.note_words'::regclass::oid::bigint")) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private List<String> titles(NoteQuery query) {
        var titles = new ArrayList<String>();
        @Nullable String cursor = null;
        do {
            var page = notes.found(new NoteQuery(
                    query.limit(), cursor, query.query(), query.customFields(), query.pinned(), query.kind()));
            page.items().forEach(note -> titles.add(note.title()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return titles;
    }
}
