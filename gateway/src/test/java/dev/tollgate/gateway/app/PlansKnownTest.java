package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.runtime.process.ProcessRunner;
import dev.tollgate.runtime.settings.SettingsSources;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody rates by a plan that settings do not have: the start is refused before the first call. */
class PlansKnownTest {

    private static final Map<String, String> GOLD = Map.of(
            "tollgate.plans.gold.included-micros", "1000",
            "tollgate.plans.gold.cap-micros", "1000",
            "tollgate.plans.gold.tenant-rate", "5",
            "tollgate.plans.gold.credential-rate", "5");
    private static GatewayFixture gateway;

    @BeforeAll
    static void prepare() {
        gateway = GatewayFixture.start(GOLD);
        for (int tenant = 0; tenant < 2; tenant++) {
            gateway.account("gold");
        }
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "billing-meter"})
    void a_plan_that_tenants_are_on_and_settings_lack_refuses_the_start_in_one_line(String part) {
        var errors = new ByteArrayOutputStream();
        var settings = SettingsSources.of(gateway.settingsWithout(GOLD.keySet()));

        int code = new ProcessRunner(new PrintStream(errors, true, StandardCharsets.UTF_8))
                .run(Set.of(part), settings, Clock.systemUTC());

        assertThat(code).isEqualTo(ProcessRunner.SETTINGS_REJECTED).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("tollgate.plans lacks plans that tenants use: gold (2 tenants)");
    }

    @Test
    void with_the_plan_in_its_settings_it_starts() {
        try (var second = gateway.second()) {
            assertThat(second.call("GET", "/openapi.json", null, null).status()).isEqualTo(200);
        }
    }
}
