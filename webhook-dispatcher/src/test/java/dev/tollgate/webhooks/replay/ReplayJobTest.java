package dev.tollgate.webhooks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.Seeds;
import dev.tollgate.webhooks.TaskModule;
import dev.tollgate.webhooks.WebhookDatabase;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.backlog.BacklogLimits;
import dev.tollgate.webhooks.holder.HolderRows;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replays as the dispatcher carries them out, on a real server. */
class ReplayJobTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int EVENTS = 2 * ReplayJob.BATCH + 50;

    private static WebhookDatabase database;
    private static Seeds seeds;
    private static Vertx vertx;
    private static Database role;

    private final UUID workspace = UUID.randomUUID();
    private final UUID endpoint = seeds.endpoint(workspace);

    @BeforeAll
    static void open() {
        database = new WebhookDatabase();
        seeds = new Seeds(database);
        vertx = Vertx.vertx();
        role = Database.open(vertx, database.settings, DatabaseRole.DISPATCHER, 2, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        role.close().await();
        vertx.close().await();
    }

    private static ReplayJob job() {
        return new ReplayJob(
                role,
                IdSource.timeOrdered(Clock.systemUTC()),
                Clock.systemUTC(),
                new HolderRows(TaskModule.MODULES.keys(), true),
                TaskModule.MODULES);
    }

    private static String of(UUID replay, String column) {
        return database.text("SELECT " + column + " FROM webhooks.replay WHERE id = '" + replay + "'");
    }

    private static long deliveries(UUID replay) {
        return database.number("SELECT count(*) FROM webhooks.delivery WHERE round = '" + replay + "'");
    }

    /** Steps until nothing runs; a step finds nothing while the last one of the replay is younger than the pause. */
    private static void run(ReplayJob job, UUID replay) {
        var end = Instant.now().plus(PATIENCE);
        while (of(replay, "status").equals("running")) {
            assertThat(Instant.now()).isBefore(end);
            var _ = job.step().await();
        }
    }

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

    private static void step() {
        var _ = job().step().await();
    }

    /** As if its last step were older than the pause. */
    private static void paused(UUID tenant) {
        database.execute("UPDATE webhooks.replay SET stepped_at = stepped_at - interval '1 second' WHERE tenant_id = '"
                + tenant + "'");
    }

    private static void endAll(UUID workspace) {
        database.execute("UPDATE webhooks.replay SET status = 'canceled', finished_at = now()"
                + " WHERE status = 'running' AND workspace_id = '" + workspace + "'");
    }
}
