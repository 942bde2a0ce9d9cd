package dev.tollgate.records.job;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.NewNote;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.NoteId;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.Notes.Titles;
import dev.tollgate.records.table.Batch;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/** Notes of one workspace with a job each. */
record RemindedNotes(Bench bench, Jobs jobs, Caller caller) {

    /** Those of a workspace of its own. */
    static RemindedNotes of(Bench bench) {
        return new RemindedNotes(bench, bench.jobs(), bench.stranger());
    }

    /** Those of another workspace of its tenant. */
    RemindedNotes beside() {
        var other = new Caller(caller.actor(), caller.tenant(), new WorkspaceId(bench.ids.next()));
        return new RemindedNotes(bench, bench.jobs(), other);
    }

    /** Creates notes with the title "x". */
    List<NoteId> created(int count) {
        var call = bench.call(Notes.CREATE_ALL, caller, new Titles(List.of()));
        var batch = new Batch<>(Collections.nCopies(count, new NewNote("x", null)));
        if (Bench.await(bench.notes.createAll(call, batch))
                instanceof Outcome.Done<BatchAnswer<Note>>(BatchAnswer<Note> answer)) {
            return answer.items().stream()
                    .map(item -> ((Outcome.Done<Note>) item).value().id())
                    .toList();
        }
        throw new AssertionError("not created");
    }

    /** A note with a job that is due then. */
    NoteId due(Instant dueAt) {
        var note = created(1).getFirst();
        schedule(List.of(note), dueAt);
        return note;
    }

    void schedule(List<NoteId> notes, Instant dueAt) {
        schedule(JobProcess.REMINDER, notes, dueAt);
    }

    void schedule(JobKind kind, List<NoteId> notes, Instant dueAt) {
        written((transaction, call) -> notes.forEach(note -> jobs.schedule(transaction, call, kind, note, dueAt)));
    }

    void cancel(NoteId note) {
        written((transaction, call) -> jobs.cancel(transaction, call, JobProcess.REMINDER, note));
    }

    private void written(BiConsumer<Transaction, Call<?>> statements) {
        var call = bench.call(Notes.UPDATE, caller, new Nothing());
        Bench.settle(bench.work.write(call, transaction -> {
            statements.accept(transaction, call);
            return Future.succeededFuture(Outcome.done(Change.of("written")));
        }));
    }

    /** Titles of all notes of the workspace, each with how often it occurs. */
    List<String> titles() {
        return bench.owner("SELECT title || ' ' || count(*) FROM notes.note WHERE workspace_id = '"
                + caller.workspaceId().value() + "' GROUP BY title ORDER BY title");
    }

    /** A column or an expression of each of its jobs. */
    List<String> jobs(String column) {
        return bench.owner("SELECT " + column + " FROM records.job WHERE workspace_id = '"
                + caller.workspaceId().value() + "' ORDER BY due_at");
    }
}
