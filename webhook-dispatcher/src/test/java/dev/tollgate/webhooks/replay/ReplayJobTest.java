package dev.tollgate.webhooks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Replays as the dispatcher carries them out, on a real server. */
class ReplayJobTest extends ReplayTests {

    private static final int EVENTS = 2 * ReplayJob.BATCH + 50;

    @Test
    void every_event_becomes_one_delivery_in_batches_and_the_job_says_how_far_it_is() {
        seeds.events(workspace, "task.created", EVENTS);
        seeds.events(workspace, "task.updated", 3);
        seeds.events(UUID.randomUUID(), "task.created", 5);
        var replay = seeds.replay(workspace, endpoint, "task.created");

        var first = job().step().await();
        var afterOne = deliveries(replay);
        run(job(), replay);

        assertThat(first).isTrue();
        assertThat(afterOne).isEqualTo(ReplayJob.BATCH);
        assertThat(deliveries(replay)).isEqualTo(EVENTS);
        assertThat(of(replay, "status || ' ' || made")).isEqualTo("done " + EVENTS);
        assertThat(database.number(
                        "SELECT count(*) FROM webhooks.delivery WHERE trigger = 'replay' AND status = 'pending'"
                                + " AND lane IS NULL AND next_attempt_at <= now() AND round = '" + replay + "'"))
                .isEqualTo(EVENTS);
        assertThat(database.text("SELECT next_due IS NOT NULL FROM webhooks.endpoint_state WHERE endpoint_id = '"
                        + endpoint + "'"))
                .isEqualTo("t");
    }

    @Test
    void a_restart_goes_on_where_the_last_step_ended_and_two_dispatchers_double_nothing() {
        seeds.events(workspace, "task.created", EVENTS);
        var replay = seeds.replay(workspace, endpoint, "task.created");
        var _ = job().step().await();

        Future.all(job().step(), job().step()).await();
        run(job(), replay);

        assertThat(deliveries(replay)).isEqualTo(EVENTS);
        assertThat(of(replay, "made")).isEqualTo(String.valueOf(EVENTS));
    }

    @Test
    void an_event_that_a_replay_has_brought_is_not_replayed_as_failed_again() {
        seeds.events(workspace, "task.created", 2);
        failedDeliveries();
        var first = failedReplay();
        run(job(), first);
        database.execute("UPDATE webhooks.delivery SET status = CASE WHEN id = (SELECT min(id::text)::uuid FROM"
                + " webhooks.delivery WHERE round = '" + first + "') THEN 'succeeded' ELSE 'failed' END,"
                + " settled_at = now(), next_attempt_at = NULL WHERE round = '" + first + "'");

        var second = failedReplay();
        run(job(), second);

        assertThat(deliveries(first)).isEqualTo(2);
        assertThat(deliveries(second))
                .as("what succeeded since is not sent again")
                .isEqualTo(1);
    }

    private void failedDeliveries() {
        database.execute("""
                INSERT INTO webhooks.delivery
                       (workspace_id, event_id, endpoint_id, round, id, tenant_id, event_type, trigger, status, made_at,
                        settled_at)
                SELECT e.workspace_id, e.id, '%s', '00000000-0000-0000-0000-000000000000', uuidv7(), e.tenant_id, e.type,
                       'scheduled', 'failed', now(), now()
                  FROM webhooks.event e WHERE e.workspace_id = '%s'
                """.formatted(endpoint, workspace));
    }

    private UUID failedReplay() {
        var replay = seeds.replay(workspace, endpoint, "task.created");
        database.execute("UPDATE webhooks.replay SET delivery_status = 'failed' WHERE id = '" + replay + "'");
        return replay;
    }

    @Test
    void a_canceled_replay_makes_no_more() {
        seeds.events(workspace, "task.created", EVENTS);
        var replay = seeds.replay(workspace, endpoint, "task.created");
        var _ = job().step().await();

        database.execute(
                "UPDATE webhooks.replay SET status = 'canceled', finished_at = now() WHERE id = '" + replay + "'");
        var stepped = job().step().await();

        assertThat(stepped).isFalse();
        assertThat(deliveries(replay)).isEqualTo(ReplayJob.BATCH);
    }
}
