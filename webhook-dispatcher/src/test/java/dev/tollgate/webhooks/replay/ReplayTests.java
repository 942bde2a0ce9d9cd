package dev.tollgate.webhooks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.webhooks.Seeds;
import dev.tollgate.webhooks.TaskModule;
import dev.tollgate.webhooks.WebhookDatabase;
import dev.tollgate.webhooks.holder.HolderRows;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A database with events, and the job that carries out replays of them. */
abstract class ReplayTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static WebhookDatabase database;
    static Seeds seeds;
    private static Vertx vertx;
    static Database role;

    final UUID workspace = UUID.randomUUID();
    final UUID endpoint = seeds.endpoint(workspace);

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

    static ReplayJob job() {
        return new ReplayJob(
                role,
                IdSource.timeOrdered(Clock.systemUTC()),
                Clock.systemUTC(),
                new HolderRows(TaskModule.MODULES.keys(), true),
                TaskModule.MODULES);
    }

    static String of(UUID replay, String column) {
        return database.text("SELECT " + column + " FROM webhooks.replay WHERE id = '" + replay + "'");
    }

    static long deliveries(UUID replay) {
        return database.number("SELECT count(*) FROM webhooks.delivery WHERE round = '" + replay + "'");
    }

    /** Steps until nothing runs; a step finds nothing while the last one of the replay is younger than the pause. */
    static void run(ReplayJob job, UUID replay) {
        var end = Instant.now().plus(PATIENCE);
        while (of(replay, "status").equals("running")) {
            assertThat(Instant.now()).isBefore(end);
            var _ = job.step().await();
        }
    }

    static void step() {
        var _ = job().step().await();
    }

    /** As if its last step were older than the pause. */
    static void paused(UUID tenant) {
        database.execute("UPDATE webhooks.replay SET stepped_at = stepped_at - interval '1 second' WHERE tenant_id = '"
                + tenant + "'");
    }

    static void endAll(UUID workspace) {
        database.execute("UPDATE webhooks.replay SET status = 'canceled', finished_at = now()"
                + " WHERE status = 'running' AND workspace_id = '" + workspace + "'");
    }
}
