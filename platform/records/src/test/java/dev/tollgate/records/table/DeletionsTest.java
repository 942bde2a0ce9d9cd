package dev.tollgate.records.table;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tombstone;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.NewNote;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.NoteQuery;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.audit.ChangeHistory;
import dev.tollgate.records.page.Since;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of deleted records. */
class DeletionsTest extends OnBench {

    private Caller caller;

    @BeforeEach
    void comeAsStranger() {
        caller = bench.stranger();
    }

    @Test
    void a_deleted_record_leaves_its_ids_for_thirty_days() {
        var made = done(await(bench.notes.create(
                bench.call(Notes.CREATE, caller, new Nothing()), new NewNote("Ada", null, "erp", "1"))));
        var _ = await(bench.notes.remove(bench.call(Notes.DELETE, caller, new Nothing()), made.id(), List.of()));

        eventually(() -> assertThat(tombstones()).singleElement().satisfies(tombstone -> {
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
        eventually(() -> assertThat(tombstones()).hasSize(1));
        caller = bench.stranger();

        assertThat(titles(Since.EVER)).isEmpty();
        assertThat(tombstones()).isEmpty();
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
