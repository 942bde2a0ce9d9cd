package dev.tollgate.records.table;

import static dev.tollgate.records.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes.NewNote;
import dev.tollgate.records.Notes.Note;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a write locks, when, and how long it waits. */
class RowLocksTest {

    private static Bench bench;
    private WorkspaceNotes notes;

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
        notes = WorkspaceNotes.of(bench);
    }

    @Test
    void a_record_can_be_referred_to_while_it_is_changed() {
        var note = notes.created("Ada");
        var call = notes.update(Conditions.NONE);
        var referring = "SELECT id FROM notes.note WHERE id = '" + note.id().value() + "' FOR KEY SHARE NOWAIT";

        var changed = await(bench.work.write(
                call,
                transaction -> bench.notes
                        .patch(transaction, call, note.id(), one -> Outcome.done(one.titled("Grace")))
                        .onSuccess(_ -> bench.sql.execute(referring))));

        assertThat(WorkspaceNotes.done(changed).title()).isEqualTo("Grace");
    }

    @Test
    void the_last_step_of_a_new_record_is_taken_once_nothing_is_wrong_with_it() {
        var steps = new AtomicInteger();

        var faulty = await(numbered(steps, "A\0da"));
        var made = await(numbered(steps, "Ada"));

        assertThat(faulty)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.ValidationFailed.class));
        var note = WorkspaceNotes.done(made);
        assertThat(note.title()).isEqualTo("Ada 1");
        assertThat(await(bench.notes.get(notes.get(), note.id()))).isEqualTo(made);
    }

    private Future<Outcome<Note>> numbered(AtomicInteger steps, String title) {
        var call = notes.create();
        var wanted = bench.notes.fresh(new NewNote(title, null)).withLast(_ -> {
            int step = steps.incrementAndGet();
            return Future.succeededFuture(note -> note.titled(note.title() + ' ' + step));
        });
        return bench.work.write(call, transaction -> bench.notes.insert(transaction, call, wanted));
    }

    @Test
    void a_contended_write_is_tried_twice() {
        var note = notes.created("Ada");
        var call = notes.update(Conditions.NONE);
        var tries = new AtomicInteger();
        var lock = bench.sql.locking(
                "SELECT FROM notes.note WHERE id = '" + note.id().value() + "' FOR UPDATE");

        var changed = await(bench.work.writeContended(call, transaction -> {
            if (tries.incrementAndGet() == 2) {
                release(lock);
            }
            return bench.notes.patch(transaction, call, note.id(), one -> Outcome.done(one.titled("Grace")));
        }));

        assertThat(WorkspaceNotes.done(changed).title()).isEqualTo("Grace");
        assertThat(tries).hasValue(2);
    }

    private static void release(Connection lock) {
        try {
            lock.close();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
