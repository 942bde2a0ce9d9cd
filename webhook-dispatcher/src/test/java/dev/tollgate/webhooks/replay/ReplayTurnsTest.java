package dev.tollgate.webhooks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The order in which replays have their steps. */
class ReplayTurnsTest extends ReplayTests {

    @Test
    void a_tenant_with_one_replay_has_its_turn_before_the_second_step_of_a_tenant_with_many() {
        var tenant = UUID.randomUUID();
        seeds.events(workspace, "task.created", ReplayJob.BATCH + 1);
        var _ = seeds.replay(tenant, workspace, endpoint, "task.created");
        for (int more = 0; more < 9; more++) {
            var _ = seeds.replay(tenant, workspace, seeds.endpoint(workspace), "task.created");
        }
        var other = UUID.randomUUID();
        seeds.events(other, "task.created", 10);
        var replay = seeds.replay(other, seeds.endpoint(other), "task.created");

        Future.all(job().step(), job().step()).await();

        assertThat(of(replay, "status || ' ' || made")).isEqualTo("done 10");
        endAll(workspace);
    }

    @Test
    void workspaces_of_a_tenant_take_turns_too() {
        var tenant = UUID.randomUUID();
        seeds.events(workspace, "task.created", ReplayJob.BATCH + 1);
        for (int more = 0; more < 5; more++) {
            var _ = seeds.replay(tenant, workspace, seeds.endpoint(workspace), "task.created");
        }
        var other = UUID.randomUUID();
        seeds.events(other, "task.created", 10);
        var replay = seeds.replay(tenant, other, seeds.endpoint(other), "task.created");

        step();
        paused(tenant);
        step();

        assertThat(of(replay, "status || ' ' || made")).isEqualTo("done 10");
        endAll(workspace);
    }
}
