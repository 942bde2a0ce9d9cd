package dev.tollgate.webhooks.schedule;

import static dev.tollgate.webhooks.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.webhooks.settlement.Leased;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Endpoints are looked at no later than their deliveries are due. */
class LookoutsTest {

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
        var key = new Leased.Key(workspace, UUID.randomUUID(), endpoint, Leased.Key.NATURAL);

        try (var _ = bench.database.locking("SELECT FROM webhooks.endpoint_state FOR UPDATE")) {
            var _ = bench.onLoop(() -> {
                bench.lookouts.look(key, PAUSE);
                return Future.succeededFuture();
            });
            eventually(() -> bench.database.number(WAITING_FOR_A_LOCK) > 0);
            eventually(() -> bench.database.number(WAITING_FOR_A_LOCK) == 0);
        }
        eventually(() -> !hoursUntilNextLook(endpoint).equals("null"));

        assertThat(hoursUntilNextLook(endpoint)).isEqualTo("1");
    }

    private static String hoursUntilNextLook(UUID endpoint) {
        return bench.database.text("SELECT round(extract(epoch FROM next_due - now()) / 3600)"
                + " FROM webhooks.endpoint_state WHERE endpoint_id = '" + endpoint + "'");
    }
}
