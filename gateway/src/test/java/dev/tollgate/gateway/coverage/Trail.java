package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Audit and usage of a call, found by its request id. */
record Trail(String path) {

    private static final Duration RECORDED_MAX = Duration.ofSeconds(15);

    /** Each look is a call that is audited and metered itself. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(120);

    static Trail ofWorkspace(World world) {
        return new Trail("/control/v1/workspaces/" + world.prepared().workspace());
    }

    static Trail ofTenant(World world) {
        return new Trail("/control/v1/tenants/" + world.prepared().tenant());
    }

    private Reply request(String requestId) {
        return World.GATEWAY.patiently("GET", path + "/requests/" + requestId, null);
    }

    /** The audit event of a write is there when its answer is. */
    void isAuditedAtOnce(CompiledFace<?, ?> face, String requestId) {
        var event = audit(request(requestId).expect(200).data());
        assertThat(event.getString("outcome")).isEqualTo("ok");
        assertThat(event.getString("operation")).isEqualTo(face.operation().name());
    }

    /** One audit event, one usage event, and this charge. */
    void isMeteredOnce(String requestId, long micros) {
        Eventually.within(RECORDED_MAX, LOOK_EVERY, () -> {
            var shown = request(requestId);
            assertThat(shown.status()).as(shown.body()).isEqualTo(200);
            assertThat(shown.data().getString("usage_state")).isEqualTo("recorded");
            assertThat(shown.data().getJsonArray("usage_events")).hasSize(1);
            assertThat(shown.data()
                            .getJsonArray("usage_events")
                            .getJsonObject(0)
                            .getLong("charge_micros"))
                    .isEqualTo(micros);
            assertThat(audit(shown.data()).getString("outcome")).isEqualTo("ok");
        });
    }

    /** Asked once something that was called later has been recorded. */
    void isNotMetered(String requestId) {
        var shown = request(requestId);
        if (shown.status() == 200) {
            assertThat(shown.data().getJsonArray("usage_events")).isEmpty();
        } else {
            assertThat(shown.status()).isEqualTo(404);
        }
    }

    private static JsonObject audit(JsonObject shown) {
        assertThat(shown.getJsonArray("audit_events")).hasSize(1);
        return shown.getJsonArray("audit_events").getJsonObject(0);
    }
}
