package dev.tollgate.records.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.records.Bench;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Audit events of several chains at once, as calls on a tenant read them. */
class AuditAcrossChainsTest {

    private static final String TENANT = "00000000-0000-7000-8000-00000000000a";
    private static final String WORKSPACE = "00000000-0000-7000-8000-00000000000b";
    private static final String EVENTS = """
            INSERT INTO audit.event (chain, id, at, tenant_id, workspace_id, request_id, actor_kind, actor_id, actor_name,
                   surface, operation, action, outcome, calls, client_address)
            SELECT '%1$s', e.id, now(), '%2$s', '%1$s', e.id, 'api_key', 'key_1', 'key', 'rest', 'get_note', 'note.get',
                   'ok', 1, '127.0.0.1'
              FROM generate_series(1, 2000) AS n,
                   LATERAL (SELECT ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid) AS e (id)
            """.formatted(WORKSPACE, TENANT);
    private static final String BY_REQUEST = """
            SELECT count(*) FROM audit.of_tenant(ARRAY['%s'::uuid], NULL, '01900000-0000-7000-8000-000000000007',
                   NULL, NULL, NULL, NULL, NULL, 25)
            """.formatted(WORKSPACE);
    private static final String EVENTS_READ =
            "SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relid = 'audit.event'::regclass";

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** A plan for any arguments would read the whole chain, since most filters may be absent. */
    @Test
    void the_events_of_a_request_are_found_by_its_index_whatever_plans_the_session_keeps() throws SQLException {
        bench.tamper(EVENTS);
        bench.tamper("ANALYZE audit.event");

        try (var connection = bench.sql.locking("SET LOCAL plan_cache_mode = force_generic_plan");
                var statement = connection.createStatement()) {
            statement.execute("SET LOCAL tollgate.walls = '" + TENANT + "/'");

            assertThat(number(statement, BY_REQUEST)).isEqualTo(1);
            assertThat(number(statement, EVENTS_READ)).isLessThan(10);
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (var row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
