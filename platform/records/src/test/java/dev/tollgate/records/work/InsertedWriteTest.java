package dev.tollgate.records.work;

import static dev.tollgate.records.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Creates of records that are known beforehand: one statement each; several of one turn share a transaction. */
class InsertedWriteTest extends WorkTests {

    private static final String REFUSED = "The table takes no such note.";

    @BeforeAll
    static void rule() {
        bench.sql.execute("CREATE FUNCTION notes.rule() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " RAISE EXCEPTION '" + REFUSED + "' USING ERRCODE = 'TG409'; END $$");
        bench.sql.execute("CREATE TRIGGER rule BEFORE INSERT ON notes.note FOR EACH ROW"
                + " WHEN (NEW.title = 'refused') EXECUTE FUNCTION notes.rule()");
    }

    @Test
    void a_create_is_in_one_transaction_with_its_audit_usage_and_event() {
        var caller = bench.stranger();

        var note = done(await(create(caller, "Ada")));

        assertThat(transactions(caller)).hasSize(1);
        assertThat(usage(caller).resourceId()).isEqualTo(note.id().text());
        assertThat(event(caller))
                .singleElement()
                .satisfies(event -> assertThat(event.type()).isEqualTo("note.created"));
        assertThat(bench.count("audit.body WHERE chain = '" + workspace(caller) + "'"))
                .isOne();
        assertThat(bench.count("audit.pending", caller.workspaceId().value())).isOne();
    }

    @Test
    void creates_of_one_turn_share_a_transaction_and_each_is_audited_charged_and_told() {
        var caller = bench.stranger();

        var outcomes = await(together(caller, "a", "b", "c", "d"));

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Done.class));
        assertThat(transactions(caller)).hasSize(1);
        assertThat(notes(caller)).isEqualTo(4);
        assertThat(bodies(caller.tenantId().text())).hasSize(4);
        assertThat(event(caller)).hasSize(4);
        assertThat(bench.count("audit.event", caller.workspaceId().value())).isEqualTo(4);
    }

    @Test
    void creates_of_one_turn_in_two_workspaces_of_a_tenant_are_each_in_its_own() {
        var one = bench.stranger();
        var other = new Caller(one.actor(), one.tenant(), new WorkspaceId(bench.ids.next()));

        var _ = await(inOneTurn(() -> Future.all(create(one, "a"), create(other, "b"))));

        assertThat(notes(one)).isOne();
        assertThat(notes(other)).isOne();
    }

    @Test
    void a_create_that_the_table_refuses_leaves_nothing_and_all_of_its_neighbours() {
        var caller = bench.stranger();

        var outcomes = await(together(caller, "a", "refused", "c"));

        assertThat(outcomes.get(1)).isEqualTo(Outcome.refused(new Refusal.Conflict(REFUSED)));
        assertThat(List.of(outcomes.getFirst(), outcomes.getLast()))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Done.class));
        assertThat(notes(caller)).isEqualTo(2);
        assertThat(bodies(caller.tenantId().text())).hasSize(2);
        assertThat(event(caller)).hasSize(2);
        assertThat(bench.count("audit.event", caller.workspaceId().value())).isEqualTo(2);
    }

    @Test
    void a_create_whose_caller_is_gone_when_it_is_sent_leaves_nothing() {
        var caller = bench.stranger();
        var listener = new Patient(1);

        var outcome = await(bench.notes.create(
                Bench.watched(bench.call(Notes.CREATE, caller, new Nothing()), listener), Notes.titled("Ada")));

        assertThat(outcome).isEqualTo(Outcome.refused(new Refusal.DeadlineExceeded(false)));
        assertThat(listener.open).isZero();
        nothingOf(caller);
    }

    @Test
    void a_create_that_cannot_be_prepared_fails_and_says_that_it_wrote_nothing() {
        var caller = bench.stranger();
        var listener = new Patient(Integer.MAX_VALUE);
        var work = bench.work(new SecretBox(new byte[32], List.of(), new SecureRandom()), (_, _) -> {
            throw new IllegalStateException("not to be encoded");
        });
        var notes = new RecordTable<>(Notes.TABLE, work, bench.cursors, bench.ids, bench.clock);
        var call = Bench.watched(bench.keyed(Notes.CREATE, caller, new Nothing(), "k1"), listener);

        var failure = await(
                notes.create(call, Notes.titled("Ada")).transform(result -> Future.succeededFuture(result.cause())));

        assertThat(failure).hasMessage("not to be encoded");
        assertThat(listener.begun).isOne();
        assertThat(listener.open).isZero();
        nothingOf(caller);
    }

    @Test
    void a_create_whose_deadline_has_passed_leaves_nothing() {
        var caller = bench.stranger();
        var late = Bench.due(
                bench.call(Notes.CREATE, caller, new Nothing()),
                bench.clock.instant().minusMillis(1));

        var failure = await(bench.notes
                .create(late, Notes.titled("late"))
                .transform(result -> Future.succeededFuture(result.cause())));

        assertThat(failure).isInstanceOf(Failure.TimeUp.class);
        assertThat(((Failure) failure).effectUnknown()).isFalse();
        nothingOf(caller);
    }

    private static Future<List<Outcome<Note>>> together(Caller caller, String... titles) {
        return inOneTurn(() -> {
            var all = new ArrayList<Future<Outcome<Note>>>();
            for (var title : titles) {
                all.add(create(caller, title));
            }
            return Future.all(all).map(CompositeFuture::list);
        });
    }

    /** The body of a transaction runs on the loop. */
    private static <T> Future<T> inOneTurn(Supplier<Future<T>> step) {
        return bench.app
                .transaction(
                        RowSecurityContext.NONE,
                        bench.clock.instant().plusSeconds(10),
                        _ -> Future.succeededFuture(step.get()))
                .compose(begun -> begun);
    }

    private static Future<Outcome<Note>> create(Caller caller, String title) {
        return bench.notes.create(bench.call(Notes.CREATE, caller, new Nothing()), Notes.titled(title));
    }

    /** Those that have made what the caller's writes left. */
    private static Set<String> transactions(Caller caller) {
        var workspace = workspace(caller);
        return new HashSet<>(bench.owner("SELECT xmin::text FROM notes.note WHERE workspace_id = '" + workspace
                + "' UNION ALL SELECT xmin::text FROM audit.event WHERE chain = '" + workspace
                + "' UNION ALL SELECT xmin::text FROM audit.body WHERE chain = '" + workspace
                + "' UNION ALL SELECT xmin::text FROM outbox.message WHERE key IN ('"
                + caller.tenantId().text() + "', '" + caller.workspaceId().text() + "')"));
    }

    private static long notes(Caller caller) {
        return bench.count("notes.note WHERE workspace_id = '" + workspace(caller) + "'");
    }

    private static String workspace(Caller caller) {
        return caller.workspaceId().value().toString();
    }

    /** A caller that leaves once the call has looked for it so many times; counts writes that may take effect. */
    private static final class Patient implements ProgressListener {
        private final int looksMax;
        private int looks;
        private int begun;
        private int open;

        Patient(int looksMax) {
            this.looksMax = looksMax;
        }

        @Override
        public boolean wantsProgress() {
            return false;
        }

        @Override
        public void progress(long done, long total) {
            // Nobody asked.
        }

        @Override
        public void writing() {
            begun++;
            open++;
        }

        @Override
        public void wroteNothing() {
            open--;
        }

        @Override
        public boolean gone() {
            return looks++ >= looksMax;
        }
    }
}
