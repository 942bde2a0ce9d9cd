package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.SharedIssuer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A tenant that has as many calls in flight as it may have. */
class FullTenantTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void operators_and_people_act_on_a_tenant_that_has_all_its_calls_in_flight() {
        try (var gateway = GatewayFixture.shared().second(Map.of("tollgate.tenant.in-flight-max", "1"))) {
            var acme = gateway.tenant("business").module("tasks", true);
            var key = acme.apiKey("tasks:read", "tasks:write");
            var secret = key.getString("secret");
            var admin =
                    SharedIssuer.token(People.member(acme, "admin").subject(), gateway.base() + "/control", Map.of());
            var task = gateway.call("POST", "/v1/tasks", secret, JsonObject.of("title", "Call Ada"))
                    .expect(201)
                    .data()
                    .getString("id");
            var id = TypeId.parse("tsk", task).orElseThrow();

            gateway.sql().whileLocked("SELECT FROM tasks.task WHERE id = '" + id + "' FOR UPDATE", () -> {
                var slow =
                        CompletableFuture.supplyAsync(() -> gateway.call("DELETE", "/v1/tasks/" + task, secret, null));
                Eventually.within(
                        SOON, () -> assertThat(gateway.sql().lockWaits()).isPositive());
                var refused = gateway.call("GET", "/v1/tasks", secret, null);

                gateway.operator(
                                "PATCH",
                                acme.control("/api-keys/" + key.getString("id")),
                                JsonObject.of("scopes", JsonArray.of("tasks:read")))
                        .expect(200);
                gateway.call("POST", acme.control("/api-keys/" + key.getString("id") + "/revoke"), admin, null)
                        .expect(200);

                refused.expect(429);
                assertThat(slow).isNotDone();
            });
        }
    }
}
