package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints: the same through both planes, and what their callers may ask for. */
class WebhooksTest {

    private final Doors doors = Doors.open();

    @Test
    void what_one_plane_makes_the_other_shows() {
        var byApp = doors.webhook();
        var byControl = doors.control(
                        "POST", "/webhooks", Doors.wanted().put("metadata", JsonObject.of("team", "sales")))
                .expect(201);

        var seenByControl = doors.control("GET", doors.path(byApp), null).expect(200);
        var seenByApp = doors.app("GET", doors.path(byControl.data()), null).expect(200);

        assertThat(byControl.header("Location").orElseThrow()).endsWith(doors.path(byControl.data()));
        assertThat(seenByControl.data().getString("source")).isEqualTo("api");
        assertThat(seenByApp.data().getString("source")).isEqualTo("control");
        assertThat(seenByApp.data().getJsonObject("metadata").getString("team")).isEqualTo("sales");
        assertThat(seenByApp.data().getInteger("max_attempts")).isEqualTo(10);
        assertThat(seenByApp.header("ETag")).contains("\"1\"");
        assertThat(Doors.ids(doors.app("GET", "/webhooks?status=active", null)))
                .containsExactly(byControl.data().getString("id"), byApp.getString("id"));
    }

    @Test
    void another_workspace_of_the_tenant_and_another_tenant_see_nothing() {
        var webhook = doors.webhook();

        for (var other : List.of(doors.neighbour(), Doors.open())) {
            assertThat(other.app("GET", doors.path(webhook), null).status()).isEqualTo(404);
            assertThat(other.control("GET", doors.path(webhook), null).status()).isEqualTo(404);
            assertThat(other.app("POST", doors.path(webhook) + "/pause", null).status())
                    .isEqualTo(404);
            assertThat(other.app("POST", doors.path(webhook) + "/test", null).status())
                    .isEqualTo(404);
            assertThat(Doors.ids(other.app("GET", "/webhooks", null))).isEmpty();
            assertThat(Doors.ids(other.app("GET", "/webhook-deliveries", null))).isEmpty();
        }
    }

    @Test
    void with_integrations_off_the_control_plane_makes_none_but_shows_what_there_is() {
        var webhook = doors.webhook();
        doors.workspace.module("integrations", false);

        var made = doors.control("POST", "/webhooks", Doors.wanted());

        assertThat(made.status()).isEqualTo(403);
        assertThat(made.code()).isEqualTo("module_not_enabled");
        assertThat(doors.control("GET", doors.path(webhook), null).status()).isEqualTo(200);
        assertThat(doors.control("POST", doors.path(webhook) + "/archive", null).status())
                .isEqualTo(200);
    }

    @Test
    void a_suspended_workspace_makes_and_changes_none() {
        var webhook = doors.webhook();
        doors.control("POST", "/suspend", null).expect(200);

        for (var refused : List.of(
                doors.control("POST", "/webhooks", Doors.wanted()),
                doors.control("PATCH", doors.path(webhook), JsonObject.of("name", "Other")),
                doors.control("POST", doors.path(webhook) + "/resume", null),
                doors.control("POST", doors.path(webhook) + "/rotate-secret", new JsonObject()))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("workspace_not_active");
        }
        assertThat(doors.control("POST", doors.path(webhook) + "/pause", null).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/in",
                "https://127.0.0.1/in",
                "https://[::ffff:10.0.0.1]/in",
                "https://169.254.169.254/latest/meta-data",
                "https://localhost/in",
                "https://user:secret@hooks.example.com/in",
                "https://hooks.example.com:22/in",
                "ftp://hooks.example.com/in",
                "not a url"
            })
    void a_url_that_leads_inside_or_nowhere_is_refused(String url) {
        var made = doors.app("POST", "/webhooks", Doors.wanted().put("url", url));
        var changed = doors.app("PATCH", doors.path(doors.webhook()), JsonObject.of("url", url));

        assertThat(Doors.fields(made)).containsExactly("url");
        assertThat(Doors.fields(changed)).containsExactly("url");
        assertThat(made.body()).doesNotContain("user:secret");
    }

    @Test
    void patterns_that_no_event_type_fits_are_named_all_at_once() {
        var wanted = Doors.wanted()
                .put(
                        "event_types",
                        JsonArray.of("task.created", "tasks.*", "crm.*", "task.*", "orders.*", "task.eaten", "*"));

        assertThat(Doors.fields(doors.app("POST", "/webhooks", wanted)))
                .containsExactly("event_types[4]", "event_types[5]", "event_types[6]");
    }

    @Test
    void what_is_too_much_is_refused_with_its_field() {
        var metadata = new JsonObject();
        for (int i = 0; i < 33; i++) {
            metadata.put("field" + i, i);
        }
        var wanted = Doors.wanted()
                .put("metadata", metadata)
                .put("max_attempts", 26)
                .put("rate_limit", 0)
                .put("name", "");

        assertThat(Doors.fields(doors.app("POST", "/webhooks", wanted)))
                .containsExactlyInAnyOrder("metadata", "max_attempts", "rate_limit", "name");
    }

    @Test
    void a_patch_changes_what_it_names_and_nothing_twice() {
        var webhook = doors.webhook();
        var patch = JsonObject.of("event_types", JsonArray.of("crm.*"), "rate_limit", 5, "ordered", true);

        var changed = doors.app("PATCH", doors.path(webhook), patch).expect(200).data();
        var again = doors.app("PATCH", doors.path(webhook), patch).expect(200).data();
        var stale = doors.app("PATCH", doors.path(webhook), JsonObject.of("name", "Late"), "If-Match", "\"1\"");

        assertThat(changed.getJsonArray("event_types")).containsExactly("crm.*");
        assertThat(changed.getString("url")).isEqualTo("https://hooks.example.com/in");
        assertThat(changed.getLong("version")).isEqualTo(2);
        assertThat(again.getLong("version")).isEqualTo(2);
        assertThat(stale.status()).isEqualTo(412);
    }

    @Test
    void pause_resume_and_archive_go_where_the_state_lets_them() {
        var path = doors.path(doors.webhook());

        assertThat(doors.app("POST", path + "/pause", null).expect(200).data().getString("status"))
                .isEqualTo("paused");
        assertThat(doors.app("POST", path + "/pause", null).expect(200).data().getLong("version"))
                .isEqualTo(2);
        assertThat(doors.control("POST", path + "/resume", null)
                        .expect(200)
                        .data()
                        .getString("status"))
                .isEqualTo("active");
        assertThat(doors.control("POST", path + "/archive", null)
                        .expect(200)
                        .data()
                        .getString("status"))
                .isEqualTo("archived");
        for (var move : List.of("/pause", "/resume", "/rotate-secret", "/test")) {
            assertThat(doors.app("POST", path + move, new JsonObject()).status())
                    .as(move)
                    .isEqualTo(409);
        }
        assertThat(doors.app("PATCH", path, JsonObject.of("name", "Late")).status())
                .isEqualTo(409);
        assertThat(doors.app("POST", path + "/archive", null).status()).isEqualTo(200);
    }

    @Test
    void a_disabled_endpoint_is_not_paused_but_resumed() {
        var webhook = doors.webhook();
        var path = doors.path(webhook);
        Rows.disable(webhook.getString("id"));

        var paused = doors.app("POST", path + "/pause", null);
        var tested = doors.app("POST", path + "/test", new JsonObject());
        var resumed = doors.app("POST", path + "/resume", null);

        assertThat(paused.status()).isEqualTo(409);
        assertThat(tested.status()).isEqualTo(409);
        assertThat(resumed.expect(200).data().getString("status")).isEqualTo("active");
        assertThat(resumed.data().containsKey("status_reason")).isFalse();
    }
}
