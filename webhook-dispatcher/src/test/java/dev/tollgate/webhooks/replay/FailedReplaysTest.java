package dev.tollgate.webhooks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.ApiKeyId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Replays that cannot go on. */
class FailedReplaysTest extends ReplayTests {

    private static final int EVENTS = 2 * ReplayJob.BATCH + 50;

    @Test
    void a_replay_whose_step_fails_is_put_off_and_has_failed_after_some() {
        seeds.events(workspace, "task.created", 1);
        var broken = seeds.replay(workspace, endpoint, "task.created");
        database.execute("UPDATE webhooks.replay SET \"to\" = 'infinity' WHERE id = '" + broken + "'");
        var other = UUID.randomUUID();
        seeds.events(other, "task.created", 10);
        var well = seeds.replay(other, seeds.endpoint(other), "task.created");

        job().turn().await();
        var afterOne = of(broken, "status || ' ' || failed_steps || ' ' || (next_step_at > now())");
        database.execute("UPDATE webhooks.replay SET failed_steps = " + (ReplayJob.FAILURES_MAX - 1)
                + ", stepped_at = '-infinity', next_step_at = now() WHERE id = '" + broken + "'");
        step();

        assertThat(of(well, "status || ' ' || made")).isEqualTo("done 10");
        assertThat(afterOne).isEqualTo("running 1 true");
        assertThat(of(broken, "status || ' ' || failure || ' ' || (finished_at IS NOT NULL)"))
                .isEqualTo("failed step_failed true");
    }

    @Test
    void a_replay_ends_when_who_asked_for_it_may_no_longer_read_its_events() {
        seeds.events(workspace, "task.created", EVENTS);
        var replay = seeds.replay(workspace, endpoint, "task.created");
        var key = new ApiKeyId(UUID.randomUUID());
        database.execute("INSERT INTO control.test_holder (workspace_id, kind, id, scopes) VALUES ('" + workspace
                + "', 'api_key', '" + key.value() + "', '{tasks:read}')");
        database.execute("UPDATE webhooks.replay SET holder_kind = 'api_key', holder_id = '" + key.text()
                + "' WHERE id = '" + replay + "'");
        var _ = job().step().await();

        database.execute("UPDATE control.test_holder SET scopes = '{crm:read}' WHERE id = '" + key.value() + "'");
        run(job(), replay);

        assertThat(of(replay, "status || ' ' || failure")).isEqualTo("failed holder_lost_access");
        assertThat(deliveries(replay)).isEqualTo(ReplayJob.BATCH);
    }

    @Test
    void a_replay_to_an_endpoint_that_was_archived_fails() {
        seeds.events(workspace, "task.created", 1);
        var replay = seeds.replay(workspace, endpoint, "task.created");
        database.execute("UPDATE webhooks.endpoint SET status = 'archived' WHERE id = '" + endpoint + "'");

        run(job(), replay);

        assertThat(of(replay, "status || ' ' || failure")).isEqualTo("failed endpoint_archived");
        assertThat(deliveries(replay)).isZero();
    }
}
