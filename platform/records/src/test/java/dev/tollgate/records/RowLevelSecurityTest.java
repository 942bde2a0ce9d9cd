package dev.tollgate.records;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second wall: SQL that forgets the workspace, or names another's, reads and writes nothing of it. */
class RowLevelSecurityTest {

    private static Bench bench;
    private static Caller owner;

    @BeforeAll
    static void open() {
        bench = new Bench();
        owner = bench.stranger();
        settle(bench.notes.create(bench.keyed(Notes.CREATE, owner, new Nothing(), "k1"), Notes.titled("mine")));
        settle(bench.newSealer().seal());
        settle(bench.notes.create(bench.keyed(Notes.CREATE, owner, new Nothing(), "k2"), Notes.titled("mine too")));
        var call = bench.call(Notes.UPDATE, owner, new Nothing());
        settle(bench.work.write(call, transaction -> {
            bench.jobs()
                    .schedule(
                            transaction,
                            call,
                            JobKind.of("notes.reminder"),
                            owner.workspaceId(),
                            bench.clock.instant());
            return Future.succeededFuture(Outcome.done(Change.of("set")));
        }));
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"notes.note", "audit.event", "audit.body", "audit.seal", "idempotency.answer", "records.job"})
    void another_workspace_reads_no_row(String table) {
        var stranger = RowSecurityContext.of(bench.stranger());

        var rows = await(bench.app.read(stranger, "SELECT 1 FROM " + table, Tuple.tuple()));

        assertThat(bench.count(table)).isPositive();
        assertThat(rows.size()).isZero();
        assertThat(await(bench.app.read(RowSecurityContext.of(owner), "SELECT 1 FROM " + table, Tuple.tuple()))
                        .size())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"notes.note", "audit.event", "audit.body", "audit.seal", "idempotency.answer", "records.job"})
    void a_session_of_nobody_reads_no_row(String table) {
        var rows = await(bench.app.read(RowSecurityContext.NONE, "SELECT 1 FROM " + table, Tuple.tuple()));

        assertThat(rows.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO notes.note SELECT (jsonb_populate_record(n, jsonb_build_object('workspace_id', $1::uuid))).*"
                        + " FROM (SELECT NULL::notes.note) AS x (n)",
                "INSERT INTO audit.body (event_id, chain) VALUES (gen_random_uuid(), $1)",
                "INSERT INTO audit.pending (slice, event_id, chain) VALUES (0, gen_random_uuid(), $1)",
                "INSERT INTO records.job (id, slice, kind, tenant_id, workspace_id, subject_prefix, subject_id, due_at, next_at)"
                        + " SELECT gen_random_uuid(), 0, 'a.b', $1, $1, 'not', $1, now(), now()",
                "INSERT INTO idempotency.answer VALUES ($1, 'a', 'b', 'c', '', gen_random_uuid(), false, '', now())",
            })
    void another_workspace_writes_no_row(String insert) {
        var stranger = RowSecurityContext.of(bench.stranger());

        assertThatThrownBy(() -> run(stranger, insert, owner)).hasMessageContaining("row-level security");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE notes.note SET title = 'stolen' WHERE workspace_id = $1",
                "DELETE FROM notes.note WHERE workspace_id = $1",
                "UPDATE records.job SET due_at = now() WHERE workspace_id = $1",
                "DELETE FROM records.job WHERE workspace_id = $1",
                "UPDATE idempotency.answer SET key = 'stolen' WHERE chain = $1"
            })
    void another_workspace_changes_no_row(String change) {
        var changed = run(RowSecurityContext.of(bench.stranger()), change, owner);

        assertThat(changed).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit.event SET outcome = 'other' WHERE chain = $1",
                "DELETE FROM audit.event WHERE chain = $1",
                "UPDATE audit.body SET changes = '' WHERE chain = $1",
                "DELETE FROM audit.seal WHERE chain = $1",
                "DELETE FROM audit.pending WHERE chain = $1"
            })
    void nobody_who_answers_calls_may_change_the_audit_of_its_own_workspace(String change) {
        assertThatThrownBy(() -> run(RowSecurityContext.of(owner), change, owner))
                .hasMessageContaining("permission denied");
    }

    @Test
    void the_search_view_shows_only_the_workspace_of_the_session() {
        var sql = "SELECT 1 FROM notes.note_search";

        var own = await(bench.app.read(RowSecurityContext.of(owner), sql, Tuple.tuple()));
        var strange = await(bench.app.read(RowSecurityContext.of(bench.stranger()), sql, Tuple.tuple()));
        var nobody = await(bench.app.read(RowSecurityContext.NONE, sql, Tuple.tuple()));

        assertThat(own.size()).isPositive();
        assertThat(strange.size() + nobody.size()).isZero();
    }

    @Test
    void the_search_function_serves_only_the_workspace_of_the_session() {
        var sql = "SELECT * FROM notes.search_note($1, NULL, 10, NULL, NULL, NULL, NULL)";

        assertThatThrownBy(() -> run(RowSecurityContext.of(bench.stranger()), sql, owner))
                .hasMessageContaining("not the workspace of this session");
    }

    private static int run(RowSecurityContext context, String sql, Caller of) {
        return await(bench.app.transaction(
                        context,
                        bench.clock.instant().plus(Duration.ofSeconds(5)),
                        transaction ->
                                transaction.query(sql, Tuple.of(of.workspaceId().value()))))
                .rowCount();
    }
}
