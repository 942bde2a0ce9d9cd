package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sweep finds due deliveries that nothing else has noticed. */
class SweepTest {

    private final ScheduleBench bench = new ScheduleBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void every_endpoint_with_something_due_is_found_page_by_page() {
        for (int i = 0; i < 3; i++) {
            var workspace = UUID.randomUUID();
            bench.seeds.endpoints(workspace, Sweep.ROUND_MAX / 2);
            bench.seeds.dueEverywhere(workspace);
        }
        bench.database.execute("UPDATE webhooks.endpoint_state SET next_due = NULL");

        var _ = bench.onLoop(bench.sweep::turn);
        var afterOne = found();
        var _ = bench.onLoop(bench.sweep::turn);
        var afterTwo = found();

        assertThat(afterOne).isEqualTo(Sweep.ROUND_MAX);
        assertThat(afterTwo).isEqualTo(3 * (Sweep.ROUND_MAX / 2));
    }

    @Test
    void heads_of_lanes_come_with_so_many_bytes_only_and_the_others_wait_in_the_table() {
        var workspace = UUID.randomUUID();
        var endpoint = bench.seeds.endpoint(workspace);
        bench.seeds.deliveries(workspace, endpoint, 40);
        bench.database.execute("UPDATE webhooks.event SET body = convert_to(repeat('x', 262144), 'UTF8')");
        bench.database.execute("UPDATE webhooks.delivery SET lane = 'tsk_' || id, next_attempt_at = NULL");
        bench.database.execute("INSERT INTO webhooks.lane (workspace_id, endpoint_id, resource, head)"
                + " SELECT workspace_id, endpoint_id, lane, gen_random_uuid() FROM webhooks.delivery");

        var _ = bench.onLoop(bench.sweep::turn);

        assertThat(bench.queues.waiting()).isEqualTo(32);
        assertThat(bench.database.number("SELECT count(*) FROM webhooks.lane l JOIN webhooks.delivery d"
                        + " ON d.event_id = l.head AND d.lane = l.resource"))
                .isEqualTo(40);
    }

    private long found() {
        return bench.database.number("SELECT count(*) FROM webhooks.endpoint_state WHERE next_due IS NOT NULL");
    }
}
