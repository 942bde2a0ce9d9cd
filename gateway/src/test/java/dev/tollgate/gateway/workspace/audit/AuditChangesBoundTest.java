package dev.tollgate.gateway.workspace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.MigratedDatabase;
import dev.tollgate.records.page.PageSize;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a page of audit events reads of changes that are large. */
class AuditChangesBoundTest {

    private static final String CHAIN = "01890a5d-ac96-774b-bcce-b302099a8057";
    private static final int ENTRIES = 101;
    private static final int BODY_BYTES = 100_000;

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private static String statement(String hidden) {
        return AuditEvents.withChanges(AuditEvents.PAGE)
                .replace("$10", hidden)
                .replace("$1", "'" + CHAIN + "'")
                .replace("$2", "NULL")
                .replace("$3", "NULL")
                .replace("$4", "NULL")
                .replace("$5", "NULL")
                .replace("$6", "NULL")
                .replace("$7", Integer.toString(ENTRIES))
                .replace("$8", "NULL::timestamptz")
                .replace("$9", "NULL::timestamptz");
    }

    private static OwnerSql filled() {
        var postgres = MigratedDatabase.settings(MigratedDatabase.bare());
        var sql = new OwnerSql(postgres.jdbcUrl(), postgres.user(), postgres.password());
        sql.execute("""
                INSERT INTO audit.event (chain, id, at, tenant_id, workspace_id, request_id, actor_kind, actor_id,
                       actor_name, surface, operation, action, resource_type, outcome, calls, client_address)
                SELECT '%1$s', uuidv7(), now(), gen_random_uuid(), '%1$s', uuidv7(), 'api_key', 'key_1',
                       'sync', 'rest', 'create_tasks', 'task.create', 'task', 'ok', 1, ''
                  FROM generate_series(1, %2$d);
                INSERT INTO audit.body (event_id, chain, changes)
                SELECT id, chain, repeat('x', %3$d) FROM audit.event WHERE chain = '%1$s'
                """.formatted(CHAIN, ENTRIES, BODY_BYTES));
        return sql;
    }

    private static long sum(OwnerSql sql, String of, String hidden) {
        return sql.number("SELECT COALESCE(sum(" + of + "), 0) FROM (" + statement(hidden) + ") AS page");
    }

    @Test
    void a_page_reads_all_entries_and_of_their_changes_as_much_as_it_shows() {
        var sql = filled();

        assertThat(sum(sql, "1", "'{}'")).isEqualTo(ENTRIES);
        assertThat(sum(sql, "octet_length(changes)", "'{}'"))
                .isBetween((long) PageSize.TEXT_MAX, (long) PageSize.TEXT_MAX + BODY_BYTES);
        assertThat(sum(sql, "octet_length(changes)", "'{task}'")).isZero();
        assertThat(sum(sql, "octet_length(changes)", "'{note}'")).isPositive();
    }

    @Test
    void pages_show_the_changes_of_every_entry_also_where_a_character_has_several_bytes() {
        var workspace = GATEWAY.tenant("team").module("tasks", true);
        var key = workspace.apiKey("tasks:read", "tasks:write", "audit:read").getString("secret");
        var task = JsonObject.of("title", "Buy", "description", "\u20ac".repeat(10_000));
        var batch = JsonObject.of("items", new JsonArray(Collections.nCopies(4, task)));
        for (int sent = 0; sent < 5; sent++) {
            GatewayFixture.patiently(() -> GATEWAY.call("POST", "/v1/tasks/batch", key, batch))
                    .expect(200);
        }

        var sizes = new ArrayList<Integer>();
        var changes = new ArrayList<JsonObject>();
        String cursor = null;
        do {
            var page = GATEWAY.call(
                            "GET",
                            "/v1/audit-events?action=task.create&limit=100"
                                    + (cursor == null ? "" : "&cursor=" + cursor),
                            key,
                            null)
                    .expect(200)
                    .json();
            var entries = page.getJsonArray("data");
            sizes.add(entries.size());
            entries.forEach(entry -> changes.add(((JsonObject) entry).getJsonObject("changes")));
            cursor = page.getString("next_cursor");
        } while (cursor != null);

        assertThat(sizes).isEqualTo(List.of(3, 2));
        assertThat(changes)
                .hasSize(5)
                .allSatisfy(change -> assertThat(change.getJsonArray("records")).hasSize(4));
    }
}
