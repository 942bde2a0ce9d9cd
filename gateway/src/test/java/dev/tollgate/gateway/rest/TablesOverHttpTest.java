package dev.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage and statements as tables, through the gates. */
class TablesOverHttpTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String CSV = "text/csv";

    /** That all loops of the gateway read at once, of one tenant. */
    private static final int TABLES_MAX = 4;

    private static final int CALLERS = 60;

    private final GatewayFixture gateway = GatewayFixture.shared();
    private GatewayFixture.Prepared acme;
    private JsonObject key;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("team").module("tasks", true);
        key = acme.apiKey("tasks:write", "usage:read");
    }

    @Test
    void usage_of_both_planes_is_a_table_to_who_asks_for_one() {
        var token = key.getString("secret");
        gateway.call("POST", "/v1/tasks", token, JsonObject.of("title", "Call Ada"))
                .expect(201);
        var line = "rest.write," + key.getString("id") + ",,,1,1,100";

        Eventually.within(SOON, () -> {
            var app =
                    gateway.call("GET", "/v1/usage?group_by=dimension&group_by=credential", token, null, "Accept", CSV);
            assertThat(app.expect(200).body().lines())
                    .first()
                    .isEqualTo("day,hour,level,workspace_id,dimension,credential_id,module,surface,calls,quantity,"
                            + "charge_micros");
            assertThat(app.body()).contains(',' + line + "\r\n");
        });
        var control =
                gateway.operator("GET", acme.control("/usage?group_by=dimension,credential"), null, "Accept", CSV);

        assertThat(control.body()).contains(line);
        assertThat(control.header("Content-Type")).contains("text/csv; charset=utf-8; header=present");
        assertThat(control.header("Content-Disposition")).contains("attachment; filename=\"usage.csv\"");
        assertThat(control.header("Vary")).contains("accept");
        assertThat(control.header("X-Request-Id")).isPresent();
    }

    @Test
    void a_statement_is_a_table_of_its_items_and_json_to_everybody_else() {
        var path = "/control/v1/tenants/" + acme.tenant() + "/statements/" + YearMonth.now(ZoneOffset.UTC);

        var table = gateway.operator("GET", path, null, "Accept", CSV);
        var json = gateway.operator("GET", path, null, "Accept", "*/*");

        assertThat(table.expect(200).body())
                .startsWith("day,level,workspace_id,dimension,price_version,unit_micros,credential_id,");
        assertThat(json.expect(200).data().getString("status")).isEqualTo("open");
    }

    @Test
    void usage_events_audit_ledger_and_deliveries_are_tables_of_all_their_rows() {
        var token = key.getString("secret");
        for (int at = 0; at < 30; at++) {
            gateway.call("POST", "/v1/tasks", token, JsonObject.of("title", "Call Ada"))
                    .expect(201);
        }

        Eventually.within(SOON, () -> {
            assertThat(table(acme.control("/usage-events?dimension=rest.write")))
                    .hasSize(33)
                    .first(InstanceOfAssertFactories.STRING)
                    .startsWith("id,request_id,client_request_id,time,month,credential_id,");
            assertThat(table("/control/v1/tenants/" + acme.tenant() + "/ledger"))
                    .anyMatch(line -> line.contains("create_task (rest.write)"));
        });
        assertThat(table(acme.control("/audit-events?action=task.create")))
                .hasSize(31)
                .first(InstanceOfAssertFactories.STRING)
                .contains("actor_kind,actor_id,actor_name,surface")
                .doesNotContain("changes");
        assertThat(table(acme.control("/webhook-deliveries"))).hasSize(1);
    }

    @Test
    void a_table_with_a_limit_comes_page_by_page_without_losing_a_row() {
        var token = key.getString("secret");
        for (int at = 0; at < 7; at++) {
            gateway.call("POST", "/v1/tasks", token, JsonObject.of("title", "Call Ada"))
                    .expect(201);
        }
        var path = acme.control("/audit-events?action=task.create");
        var whole = table(path);
        var pages = new ArrayList<String>();

        var cursor = "";
        do {
            var page = gateway.operator("GET", path + "&limit=3" + cursor, null, "Accept", CSV)
                    .expect(200);
            page.body().lines().skip(1).forEach(pages::add);
            assertThat(page.body().lines().count()).isLessThanOrEqualTo(4);
            cursor = page.header("Tollgate-Next-Cursor")
                    .map(next -> "&cursor=" + next)
                    .orElse("");
        } while (!cursor.isEmpty());

        assertThat(pages).hasSize(7).isEqualTo(whole.subList(1, whole.size()));
    }

    @Test
    void a_tenant_reads_few_tables_at_a_time_and_its_place_is_free_again_after_each() throws SQLException {
        var token = key.getString("secret");
        var path = "/v1/usage?group_by=dimension";
        try (var connection = gateway.sql().connection();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.setAutoCommit(false);
            Eventually.within(SOON, () -> {
                // While the rows are locked, calls wait for them side by side.
                run(connection, "LOCK TABLE billing.usage_sum");
                var replies = IntStream.range(0, CALLERS)
                        .mapToObj(_ -> CompletableFuture.supplyAsync(
                                () -> gateway.call("GET", path, token, null, "Accept", CSV), callers))
                        .toList()
                        .stream()
                        .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                        .toList();
                run(connection, "ROLLBACK");
                assertThat(replies)
                        .filteredOn(reply -> reply.status() == 429)
                        .hasSize(CALLERS - TABLES_MAX)
                        .allSatisfy(reply -> assertThat(reply.body()).contains("Tables (text/csv) of a tenant"));
            });
        }

        Eventually.within(
                SOON,
                () -> gateway.call("GET", path, token, null, "Accept", CSV).expect(200));
    }

    private static void run(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private List<String> table(String path) {
        return gateway.operator("GET", path, null, "Accept", CSV)
                .expect(200)
                .body()
                .lines()
                .toList();
    }

    @Test
    void a_refusal_stays_a_problem() {
        var refused =
                gateway.operator("GET", acme.control("/usage?from=2020-01-01&to=2026-01-01"), null, "Accept", CSV);

        assertThat(refused.expect(422).code()).isEqualTo("validation_failed");
        assertThat(refused.header("Content-Type")).contains("application/problem+json");
    }
}
