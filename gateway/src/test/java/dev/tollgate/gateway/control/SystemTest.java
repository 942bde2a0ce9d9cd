package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of the installation. */
class SystemTest {

    private static final Duration REPORTED_WITHIN = Duration.ofSeconds(15);

    private final GatewayFixture gateway = GatewayFixture.shared();

    @AfterEach
    void deleteLost() {
        gateway.sql().execute("DELETE FROM runtime.process WHERE version = 'lost'");
    }

    @Test
    void the_system_names_every_part_with_its_state_and_what_no_process_runs() {
        Eventually.within(REPORTED_WITHIN, () -> {
            var parts = parts(system());

            assertThat(names(parts, "up"))
                    .contains("postgresql", "redis", "kafka", "gateway", "relay", "billing_meter", "audit");
            assertThat(names(parts, "missing")).containsExactly("webhook_dispatcher");
            assertThat(system().getString("status")).isEqualTo("degraded");
        });
    }

    @Test
    void the_system_says_how_far_parts_are_behind() {
        Eventually.within(REPORTED_WITHIN, () -> {
            var lag = system().getJsonObject("lag");

            assertThat(lag.getLong("usage_events")).isNotNegative();
            assertThat(lag.getLong("outbox_messages")).isNotNegative();
            assertThat(lag.getLong("audit_seal_seconds")).isNotNegative();
            assertThat(lag.getLong("webhook_events")).isNull();
            assertThat(system().getLong("dead_letters")).isNotNegative();
        });
    }

    @Test
    void a_process_that_stopped_reporting_is_silent() {
        gateway.sql().execute("""
                INSERT INTO runtime.process VALUES (gen_random_uuid(), '{gateway}', 'lost', 'ready', now(),
                       now() - interval '1 minute', '{}', '{}', '{tollgate.meter.lag}', '{1000000}')
                """);

        var state = system();

        assertThat(parts(state))
                .filteredOn(part -> "lost".equals(part.getString("version")))
                .extracting(part -> part.getString("status"))
                .containsExactly("silent");
        assertThat(state.getJsonObject("lag").getLong("usage_events", 0L)).isLessThan(1_000_000);
    }

    private JsonObject system() {
        return gateway.operator("GET", "/control/v1/system", null).expect(200).data();
    }

    private static List<JsonObject> parts(JsonObject state) {
        return state.getJsonArray("parts").stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> names(List<JsonObject> parts, String status) {
        return parts.stream()
                .filter(part -> status.equals(part.getString("status")))
                .map(part -> part.getString("name"))
                .toList();
    }
}
