package dev.tollgate.records.table;

import static dev.tollgate.records.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tombstone;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.NewNote;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.NoteQuery;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.audit.ChangeHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of changes and deletions: none is lost, whatever was open while a list was read. */
class ChangesTest {

    /** The server is shared: a transaction of another test may be open for a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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

    /** A reader that goes on where it ended, as one that synchronizes does. */
    private final class Reader {
        private final Map<UUID, Long> versions = new HashMap<>();
        private final Set<UUID> deleted = new HashSet<>();
        private Since changes = Since.EVER;
        private Since deletions = Since.EVER;

        void read() {
            var until = pages(
                    changes,
                    false,
                    page -> page.items()
                            .forEach(note -> versions.merge(note.id().value(), note.version(), Math::max)));
            changes = Since.of(until);
            deletions = Since.of(pages(
                    deletions,
                    true,
                    page -> Objects.requireNonNull(page.deleted())
                            .forEach(tombstone -> deleted.add(tombstone.id().value()))));
        }

        private String pages(Since since, boolean ofDeletions, java.util.function.Consumer<Page<Note>> each) {
            @Nullable String cursor = null;
            while (true) {
                var page = done(list(2, cursor, new ListOptions(null, null, null, since, ofDeletions)));
                each.accept(page);
                cursor = page.nextCursor();
                if (cursor == null) {
                    return Objects.requireNonNull(page.updatedUntil());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_reader_misses_no_change_and_no_deletion_however_writes_and_reads_interleave(long seed) throws SQLException {
        var random = new Random(seed);
        var reader = new Reader();
        var open = new ArrayList<Connection>();
        var ids = new ArrayList<UUID>();
        for (int step = 0; step < 120; step++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> open.add(writing(random, ids));
                case 2, 3 -> end(random, open, Connection::commit);
                case 4 -> end(random, open, Connection::rollback);
                case 5, 6 -> reader.read();
                default -> {
                    if (!open.isEmpty()) {
                        write(open.get(random.nextInt(open.size())), random, ids);
                    }
                }
            }
        }
        while (!open.isEmpty()) {
            end(random, open, Connection::commit);
        }

        var stored = stored();
        var buried = bench.owner("SELECT id FROM records.tombstone WHERE workspace_id = '" + workspace() + "'");
        within(() -> {
            reader.read();
            assertThat(reader.versions).containsAllEntriesOf(stored);
            assertThat(reader.deleted)
                    .containsExactlyInAnyOrderElementsOf(
                            buried.stream().map(UUID::fromString).toList());
        });
    }

    @Test
    void a_list_ends_before_the_oldest_open_write() throws SQLException {
        var before = created("before");
        try (var late = bench.sql.connection()) {
            late.setAutoCommit(false);
            insert(late, UUID.randomUUID(), "late");
            var behind = created("behind");

            within(() -> assertThat(titles(Since.EVER)).containsExactly(before.title()));

            late.commit();
            within(() -> assertThat(titles(Since.EVER)).containsExactly("before", "late", behind.title()));
        }
    }

    @Test
    void changes_are_listed_in_their_order_from_a_time() {
        var old = created("old");
        bench.tamper("UPDATE notes.note SET updated_at = updated_at - interval '1 hour' WHERE id = '"
                + old.id().value() + "'");
        var first = created("first");
        var second = created("second");
        var _ = await(bench.notes.update(
                bench.call(Notes.UPDATE, caller, new Nothing()),
                first.id(),
                note -> Outcome.done(note.titled("first, again"))));
        var history = new ChangeHistory(bench.sealer, bench.clock);
        var _ = await(history.markMinute());

        var since = new Since(Instant.now().minus(Duration.ofMinutes(10)), 0);

        within(() -> assertThat(titles(since)).containsExactly(second.title(), "first, again"));
    }

    @Test
    void a_minute_older_than_the_time_leaves_out_no_change() {
        var made = created("Ada");
        bench.tamper("INSERT INTO records.minute VALUES (now() - interval '5 minutes', '0')"
                + " ON CONFLICT (at) DO NOTHING");

        within(() -> assertThat(titles(new Since(made.updatedAt(), 0))).containsExactly("Ada"));
    }

    @Test
    void a_deleted_record_leaves_its_ids_for_thirty_days() {
        var made = done(await(bench.notes.create(
                bench.call(Notes.CREATE, caller, new Nothing()), new NewNote("Ada", null, "erp", "1"))));
        var _ = await(bench.notes.remove(bench.call(Notes.DELETE, caller, new Nothing()), made.id(), List.of()));

        within(() -> assertThat(tombstones()).singleElement().satisfies(tombstone -> {
            assertThat(tombstone.id()).isEqualTo(made.id());
            assertThat(tombstone.externalSource()).isEqualTo("erp");
            assertThat(tombstone.externalId()).isEqualTo("1");
        }));

        bench.tamper("UPDATE records.tombstone SET deleted_at = now() - interval '31 days' WHERE id = '"
                + made.id().value() + "'");
        var forgotten = await(new ChangeHistory(bench.sealer, bench.clock).forgetTombstones());
        assertThat(forgotten).isEqualTo(1);
        assertThat(tombstones()).isEmpty();
    }

    @Test
    void another_workspace_sees_neither_changes_nor_deletions() {
        var made = created("Ada");
        var _ = created("Grace");
        var _ = await(bench.notes.remove(bench.call(Notes.DELETE, caller, new Nothing()), made.id(), List.of()));
        within(() -> assertThat(tombstones()).hasSize(1));
        caller = bench.stranger();

        assertThat(titles(Since.EVER)).isEmpty();
        assertThat(tombstones()).isEmpty();
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

        var read = new ArrayList<String>();
        @Nullable String cursor = null;
        do {
            var page = done(list(1, cursor, new ListOptions(null, null, sort, null, null)));
            page.items().forEach(note -> read.add(note.title()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(read).containsExactly(titles.split(" ", -1));
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
                await(bench.notes.page(bench.call(Notes.LIST, caller, new Nothing()), new Listed<>(query, options)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(((Refusal.ValidationFailed) refused.refusal()).fieldErrors())
                                .singleElement()
                                .satisfies(fault -> assertThat(fault.field()).isEqualTo(field)));
    }

    private List<String> titles(Since since) {
        return done(list(100, null, new ListOptions(null, null, null, since, null))).items().stream()
                .map(Note::title)
                .toList();
    }

    private List<Tombstone> tombstones() {
        return Objects.requireNonNull(done(list(100, null, new ListOptions(null, null, null, null, true)))
                .deleted());
    }

    private Outcome<Page<Note>> list(int limit, @Nullable String cursor, ListOptions options) {
        return await(bench.notes.page(
                bench.call(Notes.LIST, caller, new Nothing()), new Listed<>(NoteQuery.of(limit, cursor), options)));
    }

    private Note created(String title) {
        return done(await(bench.notes.create(bench.call(Notes.CREATE, caller, new Nothing()), Notes.titled(title))));
    }

    private UUID workspace() {
        return caller.workspaceId().value();
    }

    private Map<UUID, Long> stored() {
        var stored = new HashMap<UUID, Long>();
        bench.owner("SELECT id || ' ' || version FROM notes.note WHERE workspace_id = '" + workspace() + "'")
                .forEach(row -> stored.put(UUID.fromString(row.substring(0, 36)), Long.valueOf(row.substring(37))));
        return stored;
    }

    private Connection writing(Random random, List<UUID> ids) throws SQLException {
        var connection = bench.sql.connection();
        connection.setAutoCommit(false);
        write(connection, random, ids);
        return connection;
    }

    /** Creates, changes or deletes a record; one that another transaction has locked is left. */
    private void write(Connection connection, Random random, List<UUID> ids) throws SQLException {
        if (ids.isEmpty() || random.nextInt(3) == 0) {
            var id = UUID.randomUUID();
            ids.add(id);
            insert(connection, id, "note " + ids.size());
            return;
        }
        var id = "(SELECT id FROM notes.note WHERE id = '" + ids.get(random.nextInt(ids.size()))
                + "' FOR UPDATE SKIP LOCKED)";
        execute(
                connection,
                random.nextInt(4) == 0
                        ? "DELETE FROM notes.note WHERE id = " + id
                        : "UPDATE notes.note SET version = version + 1 WHERE id = " + id);
    }

    private void insert(Connection connection, UUID id, String title) throws SQLException {
        execute(
                connection,
                "INSERT INTO notes.note SELECT '" + workspace() + "', '" + id + "', '" + title
                        + "', NULL, 'plain', NULL, '{}', false, '{}', now(), now(), 1, 'api', 'key'");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var _ = statement.executeUpdate(sql);
        }
    }

    private interface Ending {
        void of(Connection connection) throws SQLException;
    }

    private static void end(Random random, List<Connection> open, Ending ending) throws SQLException {
        if (!open.isEmpty()) {
            try (var connection = open.remove(random.nextInt(open.size()))) {
                ending.of(connection);
            }
        }
    }

    private static void within(Runnable check) {
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError early) {
                if (Instant.now().isAfter(end)) {
                    throw early;
                }
            }
        }
    }

    private static <A> A done(Outcome<A> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<A>) outcome).value();
    }
}
