package dev.tollgate.webhooks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.webhooks.backlog.BacklogLimits;
import org.junit.jupiter.api.Test;

/** Replays to endpoints whose deliveries wait. */
class ReplayBacklogTest extends ReplayTests {

    @Test
    void a_replay_makes_nothing_while_its_endpoint_is_paused() {
        seeds.events(workspace, "task.created", 1);
        var replay = seeds.replay(workspace, endpoint, "task.created");
        database.execute("UPDATE webhooks.endpoint SET status = 'paused' WHERE id = '" + endpoint + "'");

        step();
        var whilePaused = of(replay, "status || ' ' || made");
        database.execute("UPDATE webhooks.endpoint SET status = 'active' WHERE id = '" + endpoint + "'");
        run(job(), replay);

        assertThat(whilePaused).isEqualTo("running 0");
        assertThat(of(replay, "status || ' ' || made")).isEqualTo("done 1");
    }

    @Test
    void a_replay_adds_nothing_to_many_deliveries_that_wait() {
        seeds.deliveries(workspace, endpoint, BacklogLimits.DEFAULT.endpointMin());
        seeds.events(workspace, "task.created", 1);
        var replay = seeds.replay(workspace, endpoint, "task.created");

        step();

        assertThat(of(replay, "status || ' ' || made || ' ' || (next_step_at > now())"))
                .isEqualTo("running 0 true");
        endAll(workspace);
    }

    @Test
    void a_replay_goes_on_while_many_retries_are_due_tomorrow_but_not_while_too_many_wait() {
        seeds.deliveries(workspace, endpoint, BacklogLimits.DEFAULT.endpointMin());
        tomorrow();
        seeds.events(workspace, "task.created", 1);
        var first = seeds.replay(workspace, endpoint, "task.created");
        step();
        seeds.deliveries(
                workspace, endpoint, BacklogLimits.DEFAULT.endpointMax() - BacklogLimits.DEFAULT.endpointMin());
        tomorrow();
        var second = seeds.replay(workspace, endpoint, "task.created");
        paused(workspace);
        step();

        assertThat(of(first, "status || ' ' || made")).isEqualTo("done 1");
        assertThat(of(second, "status || ' ' || made || ' ' || (next_step_at > now())"))
                .isEqualTo("running 0 true");
        endAll(workspace);
    }

    private void tomorrow() {
        database.execute("UPDATE webhooks.delivery SET status = 'retrying', next_attempt_at = now() + interval '1 day'"
                + " WHERE endpoint_id = '" + endpoint + "'");
    }
}
