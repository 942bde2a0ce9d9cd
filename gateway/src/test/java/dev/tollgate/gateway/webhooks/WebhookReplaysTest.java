package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Replays as they are asked for; the job itself is tested where it runs. */
class WebhookReplaysTest {

    private final Doors doors = Doors.open();
    private final JsonObject webhook = doors.webhook();

    private JsonObject wanted() {
        return JsonObject.of("webhook_id", webhook.getString("id"));
    }

    private void event(String type) {
        Rows.run("""
                INSERT INTO webhooks.event
                       (workspace_id, id, tenant_id, type, made_at, resource_type, resource_id, version, body)
                VALUES (?, uuidv7(), ?, ?, now(), 'task', 'tsk_1', 1, '{}')
                """, Rows.uuid("wrk", doors.workspace.workspace()), Rows.uuid("tnt", doors.workspace.tenant()), type);
    }

    @Test
    void a_dry_run_counts_and_makes_nothing() {
        event("task.created");
        event("task.created");
        event("task.updated");
        doors.app("POST", doors.path(webhook) + "/test", JsonObject.of("event_type", "task.created"))
                .expect(200);

        var dry = doors.app("POST", "/webhook-replays?dry_run=true", wanted().put("to", soon()))
                .expect(200);
        var real = doors.app("POST", "/webhook-replays", wanted()).expect(202);

        assertThat(dry.data().getLong("matched")).isEqualTo(2);
        assertThat(dry.data().fieldNames()).doesNotContain("id", "status", "made");
        assertThat(dry.json().getBoolean("dry_run")).isTrue();
        assertThat(real.data().getLong("matched")).isEqualTo(2);
        assertThat(Doors.ids(doors.control("GET", "/webhook-replays", null)))
                .containsExactly(real.data().getString("id"));
    }

    private static String soon() {
        return Instant.now().toString();
    }

    @Test
    void one_replay_of_an_endpoint_runs_at_a_time_and_is_canceled_once() {
        var first = doors.app("POST", "/webhook-replays", wanted()).expect(202).data();
        var path = "/webhook-replays/" + first.getString("id");

        var beside = doors.control("POST", "/webhook-replays", wanted());
        var canceled = doors.control("POST", path + "/cancel", null).expect(200).data();
        var again = doors.app("POST", path + "/cancel", null).expect(200).data();
        var next = doors.control("POST", "/webhook-replays", wanted());

        assertThat(beside.status()).isEqualTo(409);
        assertThat(canceled.getString("status")).isEqualTo("canceled");
        assertThat(canceled.containsKey("finished_at")).isTrue();
        assertThat(again).isEqualTo(canceled);
        assertThat(next.status()).isEqualTo(202);
        assertThat(doors.app("GET", path, null).expect(200).data().getString("status"))
                .isEqualTo("canceled");
    }

    @Test
    void a_filter_that_finds_nothing_or_lies_nowhere_is_refused_with_its_fields() {
        var now = Instant.now();
        var ahead = wanted().put("from", now.toString())
                .put("to", now.plusSeconds(60).toString());
        var backwards = wanted().put("from", now.minusSeconds(5).toString())
                .put("to", now.minusSeconds(10).toString());
        var old = wanted().put("from", now.minus(Duration.ofDays(40)).toString());
        var types = wanted().put("event_types", JsonArray.of("task.*", "task.eaten"));
        var nobody = JsonObject.of("webhook_id", "wh_01kaz8g6e5f4wt3m7q9r2v1n0c");

        assertThat(Doors.fields(doors.app("POST", "/webhook-replays", ahead))).containsExactly("to");
        assertThat(Doors.fields(doors.app("POST", "/webhook-replays", backwards)))
                .containsExactly("to");
        assertThat(Doors.fields(doors.app("POST", "/webhook-replays", old))).containsExactly("from");
        assertThat(Doors.fields(doors.app("POST", "/webhook-replays", types))).containsExactly("event_types[1]");
        assertThat(Doors.fields(doors.app("POST", "/webhook-replays", nobody))).containsExactly("webhook_id");
        assertThat(Doors.fields(doors.neighbour().app("POST", "/webhook-replays", wanted())))
                .containsExactly("webhook_id");
    }

    @Test
    void nothing_is_replayed_to_an_archived_endpoint() {
        doors.app("POST", doors.path(webhook) + "/archive", null).expect(200);

        assertThat(doors.app("POST", "/webhook-replays", wanted()).status()).isEqualTo(409);
    }

    @Test
    void nothing_is_replayed_to_a_paused_endpoint_before_it_is_resumed() {
        doors.app("POST", doors.path(webhook) + "/pause", null).expect(200);

        var paused = doors.app("POST", "/webhook-replays", wanted());
        var onControl = doors.control("POST", "/webhook-replays", wanted());
        doors.app("POST", doors.path(webhook) + "/resume", null).expect(200);
        var resumed = doors.app("POST", "/webhook-replays", wanted());

        assertThat(paused.status()).isEqualTo(409);
        assertThat(paused.json().getString("detail")).contains("paused").contains("Resume");
        assertThat(onControl.status()).isEqualTo(409);
        assertThat(resumed.status()).isEqualTo(202);
    }
}
