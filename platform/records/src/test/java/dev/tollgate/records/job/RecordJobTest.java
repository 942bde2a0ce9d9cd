package dev.tollgate.records.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.NoteId;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.shape.Column;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job of a record that says when it is due. */
class RecordJobTest extends OnBench {

    private static final Column<Note, Instant> DUE_AT = Notes.TABLE.column("due_at", Instant.class);
    private static final String FIRST = "2040-06-01T00:00:00Z";
    private static final String SECOND = "2041-06-01T00:00:00Z";

    private RemindedNotes notes;
    private RecordJob<Note> reminder;
    private NoteId note;

    @BeforeEach
    void create() {
        notes = RemindedNotes.of(bench);
        reminder = new RecordJob<>(notes.jobs(), JobProcess.REMINDER, (one, _) -> one.dueAt());
        note = notes.created(1).getFirst();
    }

    private void due(String time) {
        var call = bench.call(Notes.UPDATE, notes.caller(), new Nothing());
        var at = time == null ? null : Instant.parse(time);
        Bench.settle(bench.work.write(
                call,
                transaction -> bench.notes
                        .patch(
                                transaction,
                                call,
                                note,
                                before -> Outcome.done(
                                        Notes.TABLE.copy(before).set(DUE_AT, at).done()))
                        .map(outcome -> outcome.map(change -> reminder.follow(transaction, call, change)))));
    }

    private List<String> times() {
        return notes.jobs("to_char(due_at AT TIME ZONE 'UTC', 'YYYY')");
    }

    @Test
    void a_job_follows_the_time_of_its_record() {
        due(FIRST);
        var set = times();
        due(SECOND);
        var moved = times();
        due(null);

        assertThat(set).containsExactly("2040");
        assertThat(moved).containsExactly("2041");
        assertThat(times()).isEmpty();
    }

    @Test
    void a_change_of_anything_else_leaves_the_job_alone() {
        due(FIRST);
        var before = notes.jobs("xmin");

        due(FIRST);

        assertThat(notes.jobs("xmin")).isEqualTo(before);
    }

    @Test
    void a_deleted_record_has_no_job() {
        due(FIRST);
        var call = bench.call(Notes.DELETE, notes.caller(), new Nothing());

        Bench.settle(bench.notes.remove(call, note, List.of(reminder.deletion())));

        assertThat(times()).isEmpty();
    }
}
