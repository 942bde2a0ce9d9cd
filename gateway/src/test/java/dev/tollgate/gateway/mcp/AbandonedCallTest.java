package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A write whose client closes the connection while another transaction locks its row. */
class AbandonedCallTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private final GatewayFixture.Prepared workspace = GATEWAY.tenant("team").module("tasks", true);
    private final Modern client = new Modern(
            GATEWAY,
            workspace.mcpClient("tasks:read", "tasks:write", "usage:read").getString("secret"));
    private final String task = client.tool("create_task", new JsonObject().put("title", "before"))
            .getJsonObject("structuredContent")
            .getJsonObject("data")
            .getString("id");

    @Test
    void a_modern_call_that_nobody_waits_for_changes_nothing_and_costs_nothing() throws SQLException {
        long before = balance();
        var params = update();

        closedWhileLocked(() -> client.stream("tools/call", params));

        Eventually.within(SOON, () -> assertThat(balance()).isEqualTo(before - 2 * 150));
        assertThat(title()).isEqualTo("before");
    }

    @Test
    void a_legacy_call_goes_on_without_its_client() throws SQLException {
        var body = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", "tools/call")
                .put("params", update());

        closedWhileLocked(() -> client.stream(body.encode()));

        Eventually.within(SOON, () -> assertThat(title()).isEqualTo("after"));
    }

    private interface Sent {
        Modern.Stream send();
    }

    private void closedWhileLocked(Sent call) throws SQLException {
        long abandoned = GATEWAY.counted("tollgate_mcp_abandoned");
        try (var other = DriverManager.getConnection(GATEWAY.jdbcUrl())) {
            other.setAutoCommit(false);
            execute(other, "SELECT 1 FROM tasks.task WHERE title = 'before' FOR UPDATE");
            var stream = call.send();
            Eventually.within(SOON, () -> assertThat(waiting(other)).isPositive());
            stream.close();
            Eventually.within(
                    SOON,
                    () -> assertThat(GATEWAY.counted("tollgate_mcp_abandoned")).isGreaterThan(abandoned));
            other.rollback();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int waiting(Connection connection) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private JsonObject update() {
        return new JsonObject()
                .put("name", "update_task")
                .put("arguments", new JsonObject().put("id", task).put("title", "after"));
    }

    /** What is left after this very look, which costs 150. */
    private long balance() {
        return client.tool("get_task", new JsonObject().put("id", task))
                .getJsonObject("_meta")
                .getLong("dev.tollgate/balance_micros");
    }

    private String title() {
        return client.tool("get_task", new JsonObject().put("id", task))
                .getJsonObject("structuredContent")
                .getJsonObject("data")
                .getString("title");
    }
}
