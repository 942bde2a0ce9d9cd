package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.NewNote;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.NoteQuery;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.shape.CustomFields;
import java.util.Map;

/** The notes of one workspace, as a caller of it creates and reads them. */
record WorkspaceNotes(Bench bench, Caller caller) {

    /** Those of a workspace of its own. */
    static WorkspaceNotes of(Bench bench) {
        return new WorkspaceNotes(bench, bench.stranger());
    }

    Note created(String title) {
        return created(title, Map.of());
    }

    Note created(String title, Map<String, Object> fields) {
        return done(
                Bench.await(bench.notes.create(create(), new NewNote(title, new CustomFields(Map.copyOf(fields))))));
    }

    Page<Note> found(NoteQuery query) {
        return done(page(query));
    }

    Outcome<Page<Note>> page(NoteQuery query) {
        return Bench.await(bench.notes.page(bench.call(Notes.LIST, caller, new Nothing()), query));
    }

    Call<Nothing> create() {
        return bench.call(Notes.CREATE, caller, new Nothing());
    }

    Call<Nothing> get() {
        return bench.call(Notes.GET, caller, new Nothing());
    }

    Call<Nothing> update(Conditions conditions) {
        return bench.call(Notes.UPDATE, caller, new Nothing(), conditions);
    }

    Call<Nothing> delete(Conditions conditions) {
        return bench.call(Notes.DELETE, caller, new Nothing(), conditions);
    }

    static <A> A done(Outcome<A> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<A>) outcome).value();
    }
}
