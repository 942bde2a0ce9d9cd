package dev.tollgate.gateway.app;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pepper is replaced while gateways serve, and no secret changes by it. */
class PepperRotationTest {

    private static final Duration MOVED_WITHIN = Duration.ofSeconds(20);
    private static final GatewayFixture FORMER = GatewayFixture.shared();

    private static final Map<String, String> PRESENT =
            Map.of("tollgate.pepper.id", "2", "tollgate.pepper.secret", "the pepper that takes over");

    @Test
    void a_used_secret_hangs_on_the_present_pepper_soon_and_an_unused_one_does_not() {
        var acme = FORMER.tenant("team").module("tasks", true);
        var used = acme.apiKey("tasks:read").getString("secret");
        var unused = acme.apiKey("tasks:read").getString("secret");

        try (var both = FORMER.second(bothPeppers());
                var onlyPresent = FORMER.second(PRESENT)) {
            read(onlyPresent, used, 401);
            read(both, used, 200);

            Eventually.within(MOVED_WITHIN, () -> read(onlyPresent, used, 200));

            read(both, used, 200);
            read(onlyPresent, unused, 401);
        }
    }

    private static Map<String, String> bothPeppers() {
        var settings = new HashMap<>(PRESENT);
        settings.put("tollgate.pepper.others[0].id", "1");
        settings.put("tollgate.pepper.others[0].secret", FORMER.pepper());
        return settings;
    }

    private static void read(GatewayFixture gateway, String secret, int status) {
        gateway.call("GET", "/v1/tasks", secret, null, "X-Forwarded-For", GatewayFixture.newAddress())
                .expect(status);
    }
}
