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

    private long found() {
        return bench.database.number("SELECT count(*) FROM webhooks.endpoint_state WHERE next_due IS NOT NULL");
    }
}
