package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Operations that revoke access wait for locked rows; all others are refused at once and may be retried. */
class BusyRowsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Statements that have waited for a lock for a second. */
    private static final String WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND wait_event_type = 'Lock' AND now() - query_start > interval '1 second'";

    private static final String STATE = "SELECT FROM webhooks.endpoint_state WHERE endpoint_id = ? FOR UPDATE";

    private final Doors doors = Doors.open();
    private final JsonObject webhook = doors.webhook();
    private final UUID id = Rows.uuid("wh", webhook.getString("id"));
    private final String path = "/v1" + doors.path(webhook);

    /** The answer to a call that has waited a second for rows this statement locks. */
    private static Reply waited(String sql, UUID id, Supplier<Reply> call) throws SQLException {
        return waited(sql, id, call, () -> {});
    }

    private static Reply waited(String sql, UUID id, Supplier<Reply> call, Runnable meanwhile) throws SQLException {
        try (var connection = locking(sql, id)) {
            var answer = CompletableFuture.supplyAsync(call);
            Eventually.within(
                    PATIENCE,
                    () -> assertThat(answer.isDone() || !Rows.one(WAITING).equals("0"))
                            .isTrue());
            meanwhile.run();
            connection.rollback();
            return answer.orTimeout(5, TimeUnit.MINUTES).join();
        }
    }

    private static Connection locking(String sql, UUID id) throws SQLException {
        var connection = DriverManager.getConnection(Doors.GATEWAY.jdbcUrl());
        connection.setAutoCommit(false);
        try (var patience = connection.createStatement()) {
            var _ = patience.execute("SET lock_timeout = '1s'");
        }
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            var _ = statement.execute();
        }
        return connection;
    }

    private Reply call(String action) {
        return Doors.GATEWAY.call("POST", path + action, doors.key, null);
    }

    @Test
    void a_pause_and_an_archive_wait_for_the_rows_of_a_busy_endpoint() throws SQLException {
        var paused = waited(STATE, id, () -> call("/pause"));
        var archived = waited("SELECT FROM webhooks.endpoint WHERE id = ? FOR UPDATE", id, () -> call("/archive"));

        assertThat(paused.status()).as(paused.body()).isEqualTo(200);
        assertThat(archived.status()).as(archived.body()).isEqualTo(200);
    }

    @Test
    void another_write_is_told_to_come_again() throws SQLException {
        var written = waited(
                "SELECT FROM webhooks.endpoint WHERE id = ? FOR UPDATE",
                id,
                () -> Doors.GATEWAY.call("PATCH", path, doors.key, JsonObject.of("name", "Busy")));

        assertThat(written.status()).as(written.body()).isEqualTo(503);
        assertThat(written.code()).isEqualTo("service_unavailable");
    }

    @Test
    void a_module_is_switched_off_however_busy_its_workspace_is() throws SQLException {
        var off = waited(
                "SELECT FROM control.workspace WHERE id = ? FOR UPDATE",
                Rows.uuid("wrk", doors.workspace.workspace()),
                () -> Doors.GATEWAY.operator(
                        "PUT", doors.workspace.control("/modules/tasks"), JsonObject.of("enabled", false)));

        assertThat(off.status()).as(off.body()).isEqualTo(200);
    }

    @Test
    void a_key_is_revoked_while_a_change_of_it_waits_for_its_workspace() throws SQLException {
        var key = doors.workspace.control(
                "/api-keys/" + doors.workspace.apiKey("tasks:read").getString("id"));
        var revoked = new AtomicReference<Reply>();

        var changed = waited(
                "SELECT FROM control.workspace WHERE id = ? FOR UPDATE",
                Rows.uuid("wrk", doors.workspace.workspace()),
                () -> Doors.GATEWAY.operator("PATCH", key, JsonObject.of("name", "Busy")),
                () -> revoked.set(Doors.GATEWAY.operator("POST", key + "/revoke", null)));

        assertThat(revoked.get().status()).as(revoked.get().body()).isEqualTo(200);
        assertThat(changed.status()).as(changed.body()).isEqualTo(409);
    }

    @Test
    void a_workspace_is_suspended_before_changes_that_come_after_it() throws SQLException {
        var change = "SELECT control.standing_workspace(?, false)";
        var workspace = Rows.uuid("wrk", doors.workspace.workspace());
        var tooLate = new AtomicReference<Throwable>();

        var suspended = waited(
                change,
                workspace,
                () -> Doors.GATEWAY.operator("POST", doors.workspace.control("/suspend"), null),
                () -> tooLate.set(
                        catchThrowable(() -> locking(change, workspace).close())));

        assertThat(suspended.status()).as(suspended.body()).isEqualTo(200);
        assertThat(tooLate.get()).hasMessageContaining("lock timeout");
    }

    @Test
    void a_workspace_is_suspended_however_busy_it_is() throws SQLException {
        var suspended = waited(
                "SELECT FROM control.workspace WHERE id = ? FOR UPDATE",
                Rows.uuid("wrk", doors.workspace.workspace()),
                () -> Doors.GATEWAY.operator("POST", doors.workspace.control("/suspend"), null));

        assertThat(suspended.status()).as(suspended.body()).isEqualTo(200);
        assertThat(suspended.data().getString("status")).isEqualTo("suspended");
    }
}
