package dev.tollgate.records.table;

import static dev.tollgate.records.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.NewNote;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.OnBench;
import dev.tollgate.runtime.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a write locks, when, and how long it waits. */
class RowLocksTest extends OnBench {

    private WorkspaceNotes notes;

    @BeforeEach
    void comeAsStranger() {
        notes = WorkspaceNotes.of(bench);
    }

    @Test
    void a_record_can_be_referred_to_while_it_is_changed() {
        var note = notes.created("Ada");
        var call = notes.update(Conditions.NONE);

        var changed = await(bench.work.write(
                call,
                transaction -> bench.notes
                        .patch(transaction, call, note.id(), one -> Outcome.done(one.titled("Grace")))
                        .map(outcome -> referredTo(note, outcome))));

        assertThat(WorkspaceNotes.done(changed).title()).isEqualTo("Grace");
    }

    @Test
    void a_record_can_be_referred_to_while_it_is_locked_for_a_change() {
        var note = notes.created("Ada");
        var call = notes.update(Conditions.NONE);

        var changed = await(bench.work.write(
                call,
                transaction -> bench.notes
                        .locked(transaction, call, note.id())
                        .map(outcome -> referredTo(note, outcome))
                        .compose(_ ->
                                bench.notes.changed(transaction, call, note, Outcome.done(note.titled("Grace"))))));

        assertThat(WorkspaceNotes.done(changed).title()).isEqualTo("Grace");
    }

    @Test
    void a_record_can_be_referred_to_while_it_is_updated_by_its_external_ids() {
        var names = new NewNote("Ada", null, "erp", "1");
        var note = WorkspaceNotes.done(await(bench.notes.create(notes.create(), names)));
        var call = bench.call(
                Notes.CREATE, notes.caller(), new Nothing(), Conditions.NONE.withOnExisting(OnExisting.UPDATE));
        var wanted = bench.notes.fresh(names).with(one -> one.titled("Grace"));

        var changed = await(bench.work.write(
                call,
                transaction ->
                        bench.notes.insert(transaction, call, wanted).map(outcome -> referredTo(note, outcome))));

        assertThat(WorkspaceNotes.done(changed).id()).isEqualTo(note.id());
        assertThat(WorkspaceNotes.done(changed).title()).isEqualTo("Grace");
    }

    @Test
    void a_record_cannot_be_referred_to_while_it_is_removed_with_its_parts() {
        var note = notes.created("Ada");
        PartsDeletion part = (transaction, _, _) -> transaction
                .query("SELECT 1", Tuple.tuple())
                .map(_ -> {
                    assertThatThrownBy(() -> bench.sql.execute(referring(note)))
                            .hasMessageContaining("could not obtain lock");
                    return List.of();
                });

        var removed = await(bench.notes.remove(notes.delete(Conditions.NONE), note.id(), List.of(part)));

        assertThat(WorkspaceNotes.done(removed).id()).isEqualTo(note.id());
    }

    /** The same, once another transaction has referred to the note: at once or not at all. */
    private static <T> T referredTo(Note note, T same) {
        bench.sql.execute(referring(note));
        return same;
    }

    private static String referring(Note note) {
        return "SELECT id FROM notes.note WHERE id = '" + note.id().value() + "' FOR KEY SHARE NOWAIT";
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

    @Test
    void a_write_of_an_operator_waits_for_as_long_as_its_row_is_locked() {
        var note = notes.created("Ada");
        var ada = new Actor(Actor.Kind.OPERATOR, "ada", "ada");
        var call = bench.call(
                Notes.UPDATE,
                new Caller(ada, notes.caller().tenant(), notes.caller().workspace()),
                new Nothing());
        var lock = bench.sql.locking(
                "SELECT FROM notes.note WHERE id = '" + note.id().value() + "' FOR UPDATE");

        var changed = bench.work.write(
                call,
                transaction ->
                        bench.notes.patch(transaction, call, note.id(), one -> Outcome.done(one.titled("Grace"))));
        Bench.eventually(() -> assertThat(bench.sql.lockWaits(Database.LOCK_TIMEOUT.multipliedBy(3)))
                .isPositive());
        release(lock);

        assertThat(WorkspaceNotes.done(await(changed)).title()).isEqualTo("Grace");
    }

    private static void release(Connection lock) {
        try {
            lock.close();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
