package dev.tollgate.gateway.workspace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.gateway.fixture.MigratedDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists of audit events read few entries besides those that they show. */
class AuditEventPlansTest {

    private static final String CHAIN = "01890a5d-ac96-774b-bcce-b302099a8057";

    private static OwnerSql sql;

    /** The few refusals, and the few entries of one action, are older than the many others. */
    @BeforeAll
    static void fill() {
        var postgres = MigratedDatabase.settings(MigratedDatabase.bare());
        sql = new OwnerSql(postgres.jdbcUrl(), postgres.user(), postgres.password());
        sql.execute("""
                INSERT INTO audit.event (chain, id, at, tenant_id, workspace_id, request_id, actor_kind, actor_id,
                       actor_name, surface, operation, action, outcome, calls, client_address)
                SELECT '%1$s', uuidv7(), now(), gen_random_uuid(), '%1$s', uuidv7(), 'api_key', 'key_1',
                       'sync', 'rest', 'create_note', CASE WHEN n <= 5 THEN 'note.delete' ELSE 'note.create' END,
                       CASE WHEN n <= 5 THEN 'rate_limited' ELSE 'ok' END, 1, ''
                  FROM generate_series(1, 20000) AS n;
                ANALYZE audit.event
                """.formatted(CHAIN));
    }

    @Test
    void those_that_were_refused_are_found_by_an_index() {
        var plan = plan("NULL", "'rate_limited'");

        assertThat(plan).anyMatch(line -> line.contains("event_refused"));
    }

    @Test
    void those_of_a_rare_action_are_found_by_an_index() {
        var plan = plan("'note.delete'", "NULL");

        assertThat(plan).anyMatch(line -> line.contains("event_by_action"));
    }

    @Test
    void those_of_any_action_and_outcome_are_read_by_their_chain() {
        var plan = plan("NULL", "NULL");

        assertThat(plan).anyMatch(line -> line.contains("event_pkey"));
    }

    private static List<String> plan(String action, String outcome) {
        return sql.texts("EXPLAIN SELECT e.id "
                + AuditEvents.PAGE
                        .replace("$1", "'" + CHAIN + "'")
                        .replace("$2", "NULL")
                        .replace("$3", "NULL")
                        .replace("$4", action)
                        .replace("$5", outcome)
                        .replace("$6", "NULL")
                        .replace("$7", "26")
                        .replace("$8", "NULL::timestamptz")
                        .replace("$9", "NULL::timestamptz"));
    }
}
