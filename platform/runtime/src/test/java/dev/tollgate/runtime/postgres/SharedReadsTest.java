package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of many workspaces in flight on the same connections. */
class SharedReadsTest extends OnDatabase {

    private static final int WORKSPACES = 20;
    private static final int READS = 600;
    private static final String ALL = "SELECT workspace_id FROM owned";
    private static final String ONE = "SELECT workspace_id FROM owned WHERE workspace_id = $1";
    private static final String SLOWLY = ONE + " AND pg_sleep(0.002) IS NOT NULL";
    private static final String WALLS = "SELECT COALESCE(current_setting('tollgate.walls', true), '')";
    private static final List<RowSecurityContext> SESSIONS = IntStream.range(0, WORKSPACES)
            .mapToObj(_ ->
                    new RowSecurityContext(new TenantId(UUID.randomUUID()), new WorkspaceId(UUID.randomUUID()), false))
            .toList();

    @BeforeAll
    static void tables() {
        asOwner(
                "CREATE TABLE owned (workspace_id uuid PRIMARY KEY)",
                "ALTER TABLE owned ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY own ON owned TO tollgate_app USING (workspace_id = (SELECT runtime.current_workspace()))",
                "GRANT SELECT, INSERT ON owned TO tollgate_app",
                "CREATE SEQUENCE counter",
                "GRANT USAGE ON SEQUENCE counter TO tollgate_app");
        for (var session : SESSIONS) {
            await(database.transaction(
                    session, soon(), tx -> tx.query("INSERT INTO owned VALUES ($1)", Tuple.of(workspace(session)))));
        }
    }

    @Test
    void interleaved_reads_see_the_rows_of_their_own_workspace_only() {
        var answers = IntStream.range(0, READS)
                .mapToObj(read -> database.readByKey(session(read), ALL, Tuple.tuple()))
                .toList();

        await(Future.join(answers));

        for (int read = 0; read < READS; read++) {
            assertThat(workspaces(answers.get(read).result())).containsExactly(workspace(session(read)));
        }
    }

    @Test
    void a_read_that_names_another_workspace_finds_nothing() {
        var other = Tuple.of(workspace(SESSIONS.get(1)));

        var byKey = await(database.readByKey(SESSIONS.getFirst(), ONE, other));
        var page = await(database.readPage(SESSIONS.getFirst(), ONE, other));
        var lent = await(database.read(SESSIONS.getFirst(), ONE, other));

        assertThat(List.of(byKey.size(), page.size(), lent.size())).containsOnly(0);
    }

    @Test
    void nothing_remains_set_after_a_read_whether_it_succeeds_or_fails() {
        var walled = new ArrayList<Future<?>>();
        var bare = new ArrayList<Future<RowSet<Row>>>();
        var rows = new ArrayList<Future<RowSet<Row>>>();
        for (int read = 0; read < READS; read++) {
            walled.add(
                    database.readByKey(session(read), read % 3 == 0 ? "SELECT 1 / 0 FROM owned" : ALL, Tuple.tuple()));
            bare.add(database.readByKey(RowSecurityContext.NONE, WALLS, Tuple.tuple()));
            rows.add(database.readByKey(RowSecurityContext.NONE, ALL, Tuple.tuple()));
        }

        await(Future.join(walled).otherwiseEmpty());
        await(Future.all(bare));
        await(Future.all(rows));

        assertThat(walled).filteredOn(Future::failed).hasSize(READS / 3);
        assertThat(bare).allSatisfy(answer -> assertThat(text(answer.result())).isEmpty());
        assertThat(rows).allSatisfy(answer -> assertThat(answer.result().size()).isZero());
    }

    @Test
    void arguments_of_the_wrong_type_fail_their_own_read_only() {
        var answers = new ArrayList<Future<RowSet<Row>>>();
        for (int read = 0; read < READS; read++) {
            answers.add(database.readByKey(
                    session(read), ONE, Tuple.of(read % 10 == 0 ? new Object() : workspace(session(read)))));
        }

        await(Future.join(answers).otherwiseEmpty());

        for (int read = 0; read < READS; read++) {
            assertThat(answers.get(read).succeeded()).isEqualTo(read % 10 != 0);
        }
    }

    @Test
    void a_read_changes_nothing() {
        var counted = catchThrowable(
                () -> await(database.readByKey(SESSIONS.getFirst(), "SELECT nextval('counter')", Tuple.tuple())));
        var inserted = catchThrowable(() -> await(database.read(
                SESSIONS.getFirst(),
                "WITH one AS (INSERT INTO owned VALUES (gen_random_uuid()) RETURNING 1) SELECT * FROM one",
                Tuple.tuple())));

        assertThat(SqlState.sqlState(counted)).isEqualTo("25006");
        assertThat(inserted).hasMessageContaining("must be at the top level");
    }

    @Test
    void a_connection_that_is_cut_fails_its_reads_and_none_answers_for_another_workspace() {
        var before = pid();
        var answers = IntStream.range(0, READS)
                .mapToObj(read -> database.readByKey(session(read), SLOWLY, Tuple.of(workspace(session(read)))))
                .toList();
        var _ = answers.get(20).onComplete(_ -> {
            var _ = owner.read(RowSecurityContext.NONE, "SELECT pg_terminate_backend($1)", Tuple.of(before));
        });

        await(Future.join(answers).otherwiseEmpty());
        var next = IntStream.range(0, WORKSPACES)
                .mapToObj(read -> database.readByKey(session(read), ALL, Tuple.tuple()))
                .toList();
        await(Future.all(next));

        assertThat(answers).anyMatch(Future::succeeded).anyMatch(Future::failed);
        for (int read = 0; read < READS; read++) {
            var answer = answers.get(read);
            if (answer.succeeded()) {
                assertThat(workspaces(answer.result())).containsExactly(workspace(session(read)));
            } else {
                assertThat(answer.cause()).isInstanceOf(Failure.Unavailable.class);
                assertThat(((Failure) answer.cause()).effectUnknown()).isFalse();
            }
        }
        for (int read = 0; read < WORKSPACES; read++) {
            assertThat(workspaces(next.get(read).result())).containsExactly(workspace(session(read)));
        }
        assertThat(pid()).isNotEqualTo(before);
    }

    @Test
    void a_server_that_falls_silent_holds_no_read_for_long() {
        var wire = new FaultyWire(vertx, settings);
        var silent = Database.open(vertx, wire.settings(), DatabaseRole.APP, 1, CLOCK);
        await(silent.readByKey(SESSIONS.getFirst(), ALL, Tuple.tuple()));
        wire.silence();

        var failure = catchThrowable(() -> await(silent.readByKey(SESSIONS.getFirst(), ALL, Tuple.tuple())));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class);
        await(silent.close());
    }

    @Test
    void many_reads_share_few_connections_and_one_plan() {
        var reads = IntStream.range(0, READS)
                .mapToObj(read -> database.readPage(session(read), ALL, Tuple.tuple()))
                .toList();
        await(Future.all(reads));

        var pids = new HashSet<Integer>();
        for (int read = 0; read < READS; read++) {
            pids.add(await(database.readPage(RowSecurityContext.NONE, "SELECT pg_backend_pid()", Tuple.tuple()))
                    .iterator()
                    .next()
                    .getInteger(0));
        }
        var custom = await(database.readPage(
                RowSecurityContext.NONE,
                "SELECT sum(custom_plans)::bigint, sum(generic_plans)::bigint FROM pg_prepared_statements"
                        + " WHERE statement LIKE '%tollgate.walls%'",
                Tuple.tuple()));

        assertThat(pids).hasSizeLessThanOrEqualTo(2);
        assertThat(custom.iterator().next().getLong(0)).isZero();
        assertThat(custom.iterator().next().getLong(1)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM owned WHERE workspace_id = $1",
                "SELECT workspace_id FROM owned WHERE workspace_id > $1 ORDER BY workspace_id DESC LIMIT 5",
                "SELECT count(*) FROM owned WHERE workspace_id <> $1",
                "WITH o AS (SELECT * FROM owned) SELECT a.* FROM o a JOIN o b USING (workspace_id) WHERE b.workspace_id = $1",
                "SELECT * FROM owned WHERE workspace_id = $1 UNION ALL SELECT * FROM owned",
                "SELECT o.* FROM unnest(ARRAY[$1::uuid]) AS u (id) JOIN owned o ON o.workspace_id = u.id -- as it is",
                "SELECT (SELECT count(*) FROM owned) FROM (VALUES ($1::uuid)) AS v (id)"
            })
    void the_walls_are_set_before_any_table_is_read(String sql) {
        var explain = "EXPLAIN (COSTS off) " + WalledStatements.text(sql, 1);

        var plan = StreamSupport.stream(
                        await(database.read(RowSecurityContext.NONE, explain, Tuple.of(UUID.randomUUID(), "")))
                                .spliterator(),
                        false)
                .map(row -> row.getString(0))
                .toList();

        assertThat(plan.getFirst()).isEqualTo("Nested Loop");
        int setting = IntStream.range(1, plan.size())
                .filter(line -> plan.get(line).startsWith("  ->"))
                .boxed()
                .toList()
                .get(1);
        assertThat(String.join("\n", plan.subList(0, setting))).doesNotContain("owned");
        assertThat(String.join("\n", plan.subList(setting, plan.size())))
                .contains("owned")
                .contains("One-Time Filter: (")
                .contains("((set_config('tollgate.walls'");
    }

    private static RowSecurityContext session(int read) {
        return SESSIONS.get(read % WORKSPACES);
    }

    private static UUID workspace(RowSecurityContext session) {
        var workspace = session.workspace();
        assertThat(workspace).isNotNull();
        return workspace.value();
    }

    private static List<UUID> workspaces(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID(0))
                .toList();
    }

    private static String text(RowSet<Row> rows) {
        return rows.iterator().next().getString(0);
    }

    private static int pid() {
        return await(database.readByKey(RowSecurityContext.NONE, "SELECT pg_backend_pid()", Tuple.tuple()))
                .iterator()
                .next()
                .getInteger(0);
    }
}
