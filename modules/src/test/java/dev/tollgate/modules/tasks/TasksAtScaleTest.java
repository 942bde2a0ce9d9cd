package dev.tollgate.modules.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.tasks.TaskOperations.TaskQuery;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.WalledStatements;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A million tasks, half of them in one workspace, read in the role of those who answer calls. */
class TasksAtScaleTest {

    /** Any of these lists takes a second or more when the planner reads the table. */
    private static final Duration TIME_MAX = Duration.ofMillis(400);

    private static final int ROUNDS_MAX = 5;

    private static final String FILL = """
            INSERT INTO tasks.task
            SELECT CASE WHEN n %% 2 = 0 THEN '%s'::uuid
                        ELSE ('00000000-0000-7000-8000-' || lpad((n %% 1000)::text, 12, '0'))::uuid END,
                   ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                   CASE WHEN n <= 10000 THEN 'Ancient call number ' ELSE 'Call number ' END || n, NULL, 'open', NULL, 'agent-' || n %% 5000, 'deal', 'deal-' || n, NULL,
                   jsonb_build_object('size', n %% 20000), now(), now(), 1, 'api', 'key'
              FROM generate_series(1, 1000000) AS n
            """;

    /** Indexes are made faster after the rows. */
    private static final String WITHOUT_INDEXES = """
            CREATE TEMP TABLE made AS SELECT indexname, indexdef FROM pg_indexes
             WHERE schemaname = 'tasks' AND tablename = 'task' AND indexname <> 'task_pkey';
            DO $$ DECLARE one text; BEGIN FOR one IN SELECT indexname FROM made LOOP EXECUTE 'DROP INDEX tasks.' || one; END LOOP; END $$;
            SET maintenance_work_mem = '256MB';
            %s;
            DO $$ DECLARE one text; BEGIN FOR one IN SELECT indexdef FROM made LOOP EXECUTE one; END LOOP; END $$;
            """;

    private static Desk desk;
    private static Caller caller;

    @BeforeAll
    static void fill() {
        desk = new Desk(new TasksModule());
        caller = desk.stranger();
        desk.owner(WITHOUT_INDEXES.formatted(FILL.formatted(caller.workspaceId().value())));
        desk.owner("ANALYZE tasks.task");
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void a_page_is_read_from_an_index() {
        var plan = plan("SELECT * FROM tasks.task WHERE workspace_id = $1 AND id < $2 ORDER BY id DESC LIMIT 26");

        assertThat(plan).contains("Index Scan Backward").doesNotContain("Seq Scan");
    }

    @Test
    void a_filtered_page_is_read_from_an_index() {
        var plan = plan("SELECT * FROM tasks.task WHERE workspace_id = $1 AND id < $2 AND assignee = 'agent-8'"
                + " ORDER BY id DESC LIMIT 26");

        assertThat(plan).contains("Index Scan").doesNotContain("Seq Scan");
    }

    @Test
    void words_are_found_in_time() {
        inTime(query("{\"query\": \"number 424242\"}"), 1);
    }

    @Test
    void words_that_nearly_all_have_are_found_in_time() {
        inTime(query("{\"query\": \"call\"}"), 25);
    }

    @Test
    void words_that_only_many_old_tasks_have_are_found_in_time() {
        inTime(query("{\"query\": \"ancient\"}"), 25);
    }

    @Test
    void words_of_other_workspaces_are_not_found() {
        inTime(query("{\"query\": \"number 424243\"}"), 0);
    }

    @Test
    void custom_fields_are_found_in_time() {
        inTime(query("{\"custom_fields\": {\"size\": 4242}}"), 25);
    }

    private static String plan(String sql) {
        var rows = Desk.await(desk.database.read(
                RowSecurityContext.NONE,
                "EXPLAIN (COSTS off) " + WalledStatements.text(sql, 2),
                Tuple.of(caller.workspaceId().value(), UUID.fromString("01900000-0000-7000-8000-000000600000"), "")));
        var plan = new StringBuilder();
        rows.forEach(row -> plan.append(row.getString(0)).append('\n'));
        return plan.toString();
    }

    /** Once to prepare, then the best of some: a machine that does much else may hold up one or the other. */
    private static void inTime(TaskQuery query, int found) {
        var _ = desk.done(TaskOperations.LIST, caller, query);

        var best = TIME_MAX;
        for (int time = 0; time < ROUNDS_MAX && best.compareTo(TIME_MAX) >= 0; time++) {
            var start = System.nanoTime();
            var page = desk.done(TaskOperations.LIST, caller, query);
            best = Duration.ofNanos(System.nanoTime() - start);
            assertThat(page.items()).hasSize(found);
        }

        assertThat(best).isLessThan(TIME_MAX);
    }

    private static TaskQuery query(String json) {
        return Json.read(json, TaskQuery.class);
    }
}
