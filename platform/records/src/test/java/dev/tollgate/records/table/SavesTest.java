package dev.tollgate.records.table;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.NewNote;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.Notes.Titles;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.SqlState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a create does with external IDs. */
class SavesTest extends OnBench {

    private Caller caller;

    @BeforeEach
    void comeAsStranger() {
        caller = bench.stranger();
    }

    @Test
    void a_second_record_of_the_same_external_ids_is_a_conflict() {
        var made = done(save(OnExisting.FAIL, named("Ada", "1")));

        var second = save(OnExisting.FAIL, named("Grace", "1"));
        var other = save(OnExisting.FAIL, named("Grace", "2"));

        assertThat(second).isEqualTo(Outcome.refused(Work.EXTERNAL_ID_TAKEN));
        assertThat(done(other).id()).isNotEqualTo(made.id());
        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void an_update_of_an_existing_record_changes_what_was_sent_and_is_told_as_an_update() {
        var made =
                done(save(OnExisting.UPDATE, new NewNote("Ada", new CustomFields(Map.of("a", 1, "b", 2)), "erp", "1")));

        var updated = done(save(OnExisting.UPDATE, new NewNote("Grace", new CustomFields(Map.of("b", 3)), "erp", "1")));

        assertThat(updated.id()).isEqualTo(made.id());
        assertThat(updated.version()).isEqualTo(2);
        assertThat(updated.title()).isEqualTo("Grace");
        assertThat(updated.customFields()).isEqualTo(new CustomFields(Map.of("a", 1, "b", 3)));
        assertThat(updated.createdAt()).isEqualTo(made.createdAt());
        assertThat(events()).containsExactly("note.created", "note.updated");
        assertThat(actions()).containsExactly("note.create", "note.update");
    }

    @Test
    void an_update_that_changes_nothing_keeps_the_version_and_makes_no_event() {
        var made = done(save(OnExisting.UPDATE, named("Ada", "1")));

        assertThat(done(save(OnExisting.UPDATE, named("Ada", "1")))).isEqualTo(made);
        assertThat(events()).containsExactly("note.created");
    }

    @Test
    void a_skipped_record_is_answered_as_it_is() {
        var made = done(save(OnExisting.SKIP, named("Ada", "1")));

        assertThat(done(save(OnExisting.SKIP, named("Grace", "1")))).isEqualTo(made);
        assertThat(events()).containsExactly("note.created");
    }

    @Test
    void the_same_external_ids_in_another_workspace_are_those_of_another_record() {
        var mine = done(save(OnExisting.UPDATE, named("Ada", "1")));
        caller = bench.stranger();

        assertThat(done(save(OnExisting.UPDATE, named("Ada", "1"))).id()).isNotEqualTo(mine.id());
    }

    @Test
    void a_deleted_record_gives_its_external_ids_free() {
        var made = done(save(OnExisting.FAIL, named("Ada", "1")));
        var _ = done(await(bench.notes.remove(bench.call(Notes.DELETE, caller, new Nothing()), made.id(), List.of())));

        assertThat(done(save(OnExisting.FAIL, named("Grace", "1"))).version()).isEqualTo(1);
    }

    @Test
    void one_external_id_without_the_other_is_refused() {
        var noId = save(OnExisting.FAIL, new NewNote("Ada", null, "erp", null));
        var noSource = save(OnExisting.FAIL, new NewNote("Ada", null, null, "1"));

        assertThat(noId)
                .isEqualTo(Outcome.refused(
                        Refusal.ValidationFailed.of("external_id", "is required with external_source")));
        assertThat(noSource)
                .isEqualTo(Outcome.refused(
                        Refusal.ValidationFailed.of("external_source", "is required with external_id")));
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATE", "SKIP"})
    void a_record_without_external_ids_cannot_be_one_that_exists(OnExisting mode) {
        assertThat(save(mode, Notes.titled("Ada")))
                .isEqualTo(Outcome.refused(
                        Refusal.ValidationFailed.of("on_existing", "needs external_source and external_id")));
    }

    @ParameterizedTest
    @EnumSource
    void the_same_external_ids_twice_in_a_batch_are_a_conflict_of_the_second_item(OnExisting mode) {
        var answer = saveAll(mode, named("Ada", "1"), named("Grace", "2"), named("Barbara", "1"));

        assertThat(answer.items().get(0)).isInstanceOf(Outcome.Done.class);
        assertThat(answer.items().get(1)).isInstanceOf(Outcome.Done.class);
        assertThat(answer.items().get(2))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.Conflict.class));
        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void a_batch_updates_what_exists_and_makes_the_rest() {
        var made = done(save(OnExisting.FAIL, named("Ada", "1")));

        var answer = saveAll(OnExisting.UPDATE, named("Grace", "2"), named("Lovelace", "1"));

        assertThat(answer.done()).isEqualTo(2);
        assertThat(((Outcome.Done<Note>) answer.items().get(1)).value())
                .satisfies(note -> assertThat(note.id()).isEqualTo(made.id()))
                .satisfies(note -> assertThat(note.title()).isEqualTo("Lovelace"));
        assertThat(events()).containsExactlyInAnyOrder("note.created", "note.created", "note.updated");
        assertThat(actions()).containsExactly("note.create", "note.update");
        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void a_batch_that_only_updates_is_audited_as_an_update() {
        var _ = saveAll(OnExisting.UPDATE, named("Ada", "1"), named("Grace", "2"));
        var _ = saveAll(OnExisting.UPDATE, named("Ada L.", "1"), named("Grace H.", "2"));

        assertThat(actions()).containsExactly("note.create", "note.update");
    }

    /** A failure says that nothing was done and may be tried again: 503, not 500. */
    @ParameterizedTest
    @EnumSource
    void concurrent_creates_of_the_same_external_ids_make_one_record(OnExisting mode) {
        var running = new ArrayList<Future<Outcome<Note>>>();
        for (int i = 0; i < 16; i++) {
            running.add(bench.notes.create(call(mode), named("Ada " + i, "1")));
        }
        settle(Future.join(running).otherwiseEmpty());

        assertThat(running).anyMatch(one -> one.succeeded() && one.result() instanceof Outcome.Done);
        assertThat(running)
                .allSatisfy(one -> assertThat(one.succeeded() || one.cause() instanceof Failure.Unavailable)
                        .as(String.valueOf(one.cause()))
                        .isTrue());
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void concurrent_batches_in_opposite_orders_make_each_record_once() {
        var running = new ArrayList<Future<?>>();
        for (int i = 0; i < 8; i++) {
            var items = new ArrayList<NewNote>();
            for (int n = 0; n < 20; n++) {
                items.add(named("Note " + i, String.valueOf(i % 2 == 0 ? n : 19 - n)));
            }
            running.add(bench.notes.createAll(batchCall(OnExisting.UPDATE), new Batch<>(items)));
        }
        settle(Future.join(running).otherwiseEmpty());

        assertThat(running).anyMatch(Future::succeeded);
        assertThat(running)
                .allMatch(one -> one.succeeded() || one.cause() instanceof Failure.Unavailable)
                .noneMatch(one -> one.failed() && SqlState.DEADLOCK_DETECTED.equals(SqlState.sqlState(one.cause())));
        assertThat(notes()).isEqualTo(20);
    }

    private static NewNote named(String title, String id) {
        return new NewNote(title, null, "erp", id);
    }

    private Outcome<Note> save(OnExisting mode, NewNote note) {
        return await(bench.notes.create(call(mode), note));
    }

    private BatchAnswer<Note> saveAll(OnExisting mode, NewNote... notes) {
        return done(await(bench.notes.createAll(batchCall(mode), new Batch<>(List.of(notes)))));
    }

    private Call<Nothing> call(OnExisting mode) {
        return bench.call(Notes.CREATE, caller, new Nothing(), Conditions.NONE.withOnExisting(mode));
    }

    private Call<Titles> batchCall(OnExisting mode) {
        return bench.call(Notes.CREATE_ALL, caller, new Titles(List.of()), Conditions.NONE.withOnExisting(mode));
    }

    private long notes() {
        return bench.count(
                "notes.note WHERE workspace_id = '" + caller.workspaceId().value() + "'");
    }

    private List<String> events() {
        return bench.owner("SELECT convert_from(body, 'UTF8')::jsonb->>'type' FROM outbox.message"
                + " WHERE topic = 'tollgate.events' AND key = '"
                + caller.workspaceId().text() + "' ORDER BY id");
    }

    private List<String> actions() {
        return bench.owner("SELECT action FROM audit.event WHERE chain = '"
                + caller.workspaceId().value() + "' ORDER BY id");
    }

    private static <A> A done(Outcome<A> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<A>) outcome).value();
    }
}
