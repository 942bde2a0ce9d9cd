package dev.tollgate.gateway.app;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** Keys with budgets, and what is seen of them. */
abstract class OnBudgets {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final int READ_MICROS = 20;

    final GatewayFixture gateway;
    GatewayFixture.Prepared acme;

    OnBudgets(GatewayFixture gateway) {
        this.gateway = gateway;
    }

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("business").module("tasks", true);
    }

    static JsonObject budget(long micros, String per) {
        return JsonObject.of("micros", micros, "per", per);
    }

    JsonObject key(JsonObject budget) {
        var body = new JsonObject()
                .put("name", "limited")
                .put("scopes", JsonArray.of("tasks:read", "tasks:write"))
                .put("budget", budget);
        return gateway.operator("POST", acme.control("/api-keys"), body)
                .expect(201)
                .data();
    }

    Reply patch(JsonObject key, JsonObject budget) {
        return gateway.operator(
                "PATCH",
                acme.control("/api-keys/" + key.getString("id")),
                budget == null ? new JsonObject().putNull("budget") : new JsonObject().put("budget", budget));
    }

    JsonObject shown(JsonObject key) {
        return gateway.operator("GET", acme.control("/api-keys/" + key.getString("id")), null)
                .expect(200)
                .data()
                .getJsonObject("budget");
    }

    static Reply read(GatewayFixture at, String secret) {
        return GatewayFixture.patiently(() -> at.call("GET", "/v1/tasks", secret, null));
    }

    Reply read(JsonObject key) {
        return read(gateway, key.getString("secret"));
    }
}
