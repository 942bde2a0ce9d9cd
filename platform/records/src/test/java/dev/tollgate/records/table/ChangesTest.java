package dev.tollgate.records.table;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.NoteQuery;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.audit.ChangeHistory;
import dev.tollgate.records.page.Since;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of changes: none is lost, whatever was open while a list was read. */
class ChangesTest extends OnBench {

    private Caller caller;

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
        eventually(() -> {
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

            eventually(() -> assertThat(titles(Since.EVER)).containsExactly(before.title()));

            late.commit();
            eventually(() -> assertThat(titles(Since.EVER)).containsExactly("before", "late", behind.title()));
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

        eventually(() -> assertThat(titles(since)).containsExactly(second.title(), "first, again"));
    }

    @Test
    void a_minute_older_than_the_time_leaves_out_no_change() {
        var made = created("Ada");
        bench.tamper("INSERT INTO records.minute VALUES (now() - interval '5 minutes', '0')"
                + " ON CONFLICT (at) DO NOTHING");

        eventually(() -> assertThat(titles(new Since(made.updatedAt(), 0))).containsExactly("Ada"));
    }

    private List<String> titles(Since since) {
        return done(list(100, null, new ListOptions(null, null, null, since, null))).items().stream()
                .map(Note::title)
                .toList();
    }

    private Outcome<Page<Note>> list(int limit, @Nullable String cursor, ListOptions options) {
        return await(bench.notes.page(
                bench.call(Notes.LIST, caller, new Nothing()), new ListInput<>(NoteQuery.of(limit, cursor), options)));
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

    private static <A> A done(Outcome<A> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<A>) outcome).value();
    }
}
