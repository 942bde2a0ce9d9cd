package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A workspace with Integrations on, seen through both planes. */
final class Doors {

    static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final GatewayFixture.Prepared workspace;
    final String key;

    private Doors(GatewayFixture.Prepared workspace) {
        this.workspace =
                workspace.module("integrations", true).module("tasks", true).module("crm", true);
        this.key = workspace
                .apiKey(
                        "integrations:read",
                        "integrations:write",
                        "tasks:read",
                        "tasks:write",
                        "crm:read",
                        "audit:read")
                .getString("secret");
    }

    static Doors open() {
        return new Doors(GATEWAY.tenant("team"));
    }

    /** Another workspace of the same tenant. */
    Doors neighbour() {
        return new Doors(GATEWAY.workspace(workspace.tenant()));
    }

    /** A call as an application. */
    Reply app(String method, String path, Object body, String... headers) {
        return patiently(() -> GATEWAY.call(method, "/v1" + path, key, body, headers));
    }

    /** A call as the operator. */
    Reply control(String method, String path, Object body, String... headers) {
        return patiently(() -> GATEWAY.operator(method, workspace.control(path), body, headers));
    }

    /** Asked again while a loaded machine answers that a part is away. */
    private static Reply patiently(Supplier<Reply> call) {
        var last = new AtomicReference<Reply>();
        Eventually.within(PATIENCE, () -> {
            last.set(call.get());
            assertThat(last.get().status()).isNotEqualTo(503);
        });
        return last.get();
    }

    static JsonObject wanted() {
        return JsonObject.of(
                "name", "Orders", "url", "https://hooks.example.com/in", "event_types", JsonArray.of("task.created"));
    }

    /** A new endpoint, with its secret. */
    JsonObject webhook() {
        return app("POST", "/webhooks", wanted()).expect(201).data();
    }

    String path(JsonObject webhook) {
        return "/webhooks/" + webhook.getString("id");
    }

    /** Nothing is left to pay with from now on. */
    void broke() {
        GATEWAY.operator(
                        "PUT",
                        "/control/v1/tenants/" + workspace.tenant() + "/plan",
                        new JsonObject().put("plan", "enterprise"))
                .expect(200);
    }

    static List<String> fields(Reply reply) {
        return reply.expect(422).json().getJsonArray("field_errors").stream()
                .map(fault -> ((JsonObject) fault).getString("field"))
                .toList();
    }

    static List<String> ids(Reply reply) {
        return reply.expect(200).list().stream()
                .map(one -> ((JsonObject) one).getString("id"))
                .toList();
    }
}
