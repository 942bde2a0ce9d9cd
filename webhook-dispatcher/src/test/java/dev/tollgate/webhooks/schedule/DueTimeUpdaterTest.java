package dev.tollgate.webhooks.schedule;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.webhooks.settlement.LeasedDelivery;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Endpoints are looked at no later than their deliveries are due. */
class DueTimeUpdaterTest {

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final String WAITING_FOR_A_LOCK = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND wait_event_type = 'Lock'";

    private static ScheduleBench bench;

    @BeforeAll
    static void open() {
        bench = new ScheduleBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void a_look_that_could_not_be_written_is_tried_again() throws SQLException {
        var workspace = UUID.randomUUID();
        var endpoint = bench.seeds.endpoint(workspace);

        try (var _ = locked()) {
            look(workspace, endpoint);
            oneTryFails();
        }
        eventually(() -> !hoursUntilNextLook(endpoint).equals("null"));

        assertThat(hoursUntilNextLook(endpoint)).isEqualTo("1");
    }

    @Test
    void a_look_that_is_written_late_is_not_put_off() throws SQLException {
        var workspace = UUID.randomUUID();
        var endpoint = bench.seeds.endpoint(workspace);
        var before = bench.database.text("SELECT clock_timestamp()");

        try (var _ = locked()) {
            look(workspace, endpoint);
            for (int tries = 0; tries < 5; tries++) {
                oneTryFails();
            }
        }
        eventually(() -> !hoursUntilNextLook(endpoint).equals("null"));

        assertThat(bench.database.text("SELECT next_due - interval '1 hour' < '" + before + "'::timestamptz"
                        + " + interval '500 milliseconds' FROM webhooks.endpoint_state WHERE endpoint_id = '" + endpoint
                        + "'"))
                .isEqualTo("t");
    }

    private static Connection locked() {
        return bench.database.locking("SELECT FROM webhooks.endpoint_state FOR UPDATE");
    }

    private static void look(UUID workspace, UUID endpoint) {
        var key = new LeasedDelivery.Key(workspace, UUID.randomUUID(), endpoint, LeasedDelivery.Key.NATURAL);
        var _ = bench.onLoop(() -> {
            bench.dueTimes.look(key, PAUSE);
            return Future.succeededFuture();
        });
    }

    private static void oneTryFails() {
        eventually(() -> bench.database.number(WAITING_FOR_A_LOCK) > 0);
        eventually(() -> bench.database.number(WAITING_FOR_A_LOCK) == 0);
    }

    private static String hoursUntilNextLook(UUID endpoint) {
        return bench.database.text("SELECT round(extract(epoch FROM next_due - now()) / 3600)"
                + " FROM webhooks.endpoint_state WHERE endpoint_id = '" + endpoint + "'");
    }
}
