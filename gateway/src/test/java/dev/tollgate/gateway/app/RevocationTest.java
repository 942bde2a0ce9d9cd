package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change of what a credential may reaches every loop of every gateway. */
class RevocationTest {

    private static final int LOOPS_TRIED = 8;

    private final GatewayFixture gateway = GatewayFixture.shared();
    private GatewayFixture.Prepared acme;
    private JsonObject key;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("business").module("tasks", true);
        key = acme.apiKey("tasks:read");
        for (int time = 0; time < LOOPS_TRIED; time++) {
            read().expect(200);
        }
    }

    @Test
    void a_revoked_key_opens_nothing() {
        gateway.operator("POST", acme.control("/api-keys/" + key.getString("id") + "/revoke"), null)
                .expect(200);

        Eventually.within(Eventually.NOTICED, () -> read().expect(401));
    }

    @Test
    void a_module_that_is_switched_off_stops_its_scopes() {
        acme.module("tasks", false);

        Eventually.within(
                Eventually.NOTICED, () -> assertThat(read().expect(403).code()).isEqualTo("module_not_enabled"));
    }

    @Test
    void a_suspended_workspace_takes_no_call() {
        gateway.operator("POST", acme.control("/suspend"), null).expect(200);

        Eventually.within(
                Eventually.NOTICED, () -> assertThat(read().expect(403).code()).isEqualTo("workspace_not_active"));
    }

    @Test
    void a_secret_that_was_replaced_works_on_and_says_until_when() {
        var fresh = rotate(new JsonObject().put("overlap_seconds", 3_600));

        Eventually.within(
                Eventually.NOTICED,
                () -> assertThat(read().expect(200).header("Tollgate-Credential-Expires"))
                        .isPresent());
        assertThat(gateway.call("GET", "/v1/tasks", fresh, null).expect(200).header("Tollgate-Credential-Expires"))
                .isEmpty();
    }

    @Test
    void a_secret_that_was_replaced_at_once_opens_nothing() {
        var fresh = rotate(new JsonObject().put("overlap_seconds", 0));

        Eventually.within(Eventually.NOTICED, () -> read().expect(401));
        gateway.call("GET", "/v1/tasks", fresh, null).expect(200);
    }

    @Test
    void a_further_rotation_ends_the_oldest_secret_and_leaves_the_two_newest() {
        var second = rotate(new JsonObject());
        read().expect(200);

        var third = rotate(new JsonObject());

        Eventually.within(Eventually.NOTICED, () -> read().expect(401));
        gateway.call("GET", "/v1/tasks", second, null).expect(200);
        gateway.call("GET", "/v1/tasks", third, null).expect(200);
    }

    @Test
    void an_overlap_of_more_than_30_days_is_refused() {
        var path = acme.control("/api-keys/" + key.getString("id") + "/rotate");

        var refused = gateway.operator("POST", path, new JsonObject().put("overlap_seconds", 30 * 86_400 + 1));

        assertThat(refused.expect(422).body()).contains("overlap_seconds");
        gateway.operator("POST", path, new JsonObject().put("overlap_seconds", 30 * 86_400))
                .expect(200);
    }

    private String rotate(JsonObject how) {
        return gateway.operator("POST", acme.control("/api-keys/" + key.getString("id") + "/rotate"), how)
                .expect(200)
                .data()
                .getString("secret");
    }

    private Reply read() {
        return gateway.call("GET", "/v1/tasks", key.getString("secret"), null);
    }
}
