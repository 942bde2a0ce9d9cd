package dev.tollgate.webhooks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many events a step, or a count of a replay, looks at. */
class ReplayScansTest extends ReplayTests {

    @Test
    void a_step_looks_at_a_bounded_number_of_events_though_none_matches() {
        seeds.events(workspace, "task.updated", ReplayJob.LOOKED_MAX + 5);
        seeds.events(workspace, "task.created", 3);
        var replay = seeds.replay(workspace, endpoint, "task.created");

        step();
        var afterOne = of(
                replay,
                "status || ' ' || (SELECT count(*) FROM webhooks.event e WHERE e.workspace_id = '" + workspace
                        + "' AND e.id <= position)");
        run(job(), replay);

        assertThat(afterOne).isEqualTo("running " + ReplayJob.LOOKED_MAX);
        assertThat(of(replay, "status || ' ' || made || ' ' || matched")).isEqualTo("done 3 3");
    }

    @Test
    void a_count_looks_at_a_bounded_number_of_events_and_says_so() {
        seeds.events(workspace, "task.updated", 5);
        seeds.events(workspace, "task.created", 10);

        assertThat(counted(10)).isEqualTo(new EventFilter.Count(5, true));
        assertThat(counted(16)).isEqualTo(new EventFilter.Count(10, false));
    }

    @Test
    void a_count_just_after_a_burst_reads_the_deliveries_of_each_event_alone() {
        seeds.endpoints(workspace, 12);
        seeds.events(workspace, "task.due", 4_000);
        seeds.dueEverywhere(workspace);

        assertThat(counted("task.due", 5_000, Duration.ofSeconds(3))).isEqualTo(new EventFilter.Count(4_001, false));
    }

    private EventFilter.Count counted(int lookedMax) {
        return counted("task.created", lookedMax, Duration.ofSeconds(10));
    }

    private EventFilter.Count counted(String type, int lookedMax, Duration most) {
        var filter = new EventFilter(
                new WorkspaceId(workspace),
                new WebhookId(endpoint),
                List.of(type),
                Instant.now().minusSeconds(3_600),
                Instant.now().plusSeconds(60),
                null);
        return role.transaction(RowSecurityContext.NONE, Instant.now().plus(most), tx -> {
                    TransactionSettings.telling(tx);
                    return filter.count(tx, lookedMax);
                })
                .await();
    }
}
