package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.credential.Token;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server goes away and comes back: the documented answers meanwhile, and no help needed afterwards. */
class ServersAwayTest {

    private static final JsonObject TOOL = new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", 1)
            .put("method", "tools/call")
            .put(
                    "params",
                    new JsonObject()
                            .put("name", "create_task")
                            .put("arguments", new JsonObject().put("title", "Call Ada")));
    /** A contact by its name, which is looked up before the call. */
    private static final JsonObject NAMED = TOOL.copy();

    static {
        NAMED.getJsonObject("params").getJsonObject("arguments").put("contact", "Ada");
    }

    private static final Duration BACK_WITHIN = Duration.ofSeconds(20);
    private static final JsonObject TASK = new JsonObject().put("title", "Call Ada");

    private final GatewayFixture gateway = GatewayFixture.shared();
    private String key;
    private String agent;

    @BeforeEach
    void prepare() {
        var acme = gateway.tenant("business").module("tasks", true).module("crm", true);
        key = acme.apiKey("tasks:read", "tasks:write", "usage:read").getString("secret");
        agent = acme.mcpClient("tasks:write", "crm:read").getString("secret");
        gateway.call("GET", "/v1/tasks", key, null).expect(200);
        gateway.call("POST", "/mcp", agent, TOOL).expect(200);
    }

    @Test
    void without_redis_what_costs_is_unavailable_and_what_is_free_goes_on() {
        var redis = TestServers.shared().redis();
        redis.stop();
        try {
            var write = gateway.call("POST", "/v1/tasks", key, TASK);
            var free = gateway.call("GET", "/v1/usage?from=2026-11-01&to=2026-11-30", key, null);
            var tool = gateway.call("POST", "/mcp", agent, TOOL);

            assertThat(stateOf("redis")).isEqualTo("down");
            assertThat(write.status()).isEqualTo(503);
            assertThat(write.code()).isEqualTo("service_unavailable");
            assertThat(write.header("Retry-After")).hasValue("1");
            assertThat(write.json().getString("outcome")).isNull();
            assertThat(free.status()).isEqualTo(200);
            assertThat(tool.status()).isEqualTo(503);
            assertThat(tool.code()).isEqualTo("service_unavailable");
        } finally {
            redis.start();
        }

        Eventually.within(
                BACK_WITHIN, () -> gateway.call("POST", "/v1/tasks", key, TASK).expect(201));
    }

    @Test
    void without_kafka_reads_go_on_by_way_of_the_outbox() {
        var kafka = TestServers.shared().kafka();
        kafka.stop();
        try {
            var read = gateway.call("GET", "/v1/tasks", key, null);
            var write = gateway.call("POST", "/v1/tasks", key, TASK);

            assertThat(stateOf("kafka")).isEqualTo("down");
            assertThat(read.status()).isEqualTo(200);
            assertThat(write.status()).isEqualTo(201);
        } finally {
            kafka.start();
        }

        Eventually.within(
                BACK_WITHIN, () -> gateway.call("GET", "/v1/tasks", key, null).expect(200));
    }

    @Test
    void without_postgresql_calls_are_unavailable_and_junk_is_still_refused_offline() {
        var postgres = TestServers.shared().postgres();
        var unknown = Token.mint(Token.Kind.API_KEY, new SecureRandom()).text();
        postgres.stop();
        try {
            var write = gateway.call("POST", "/v1/tasks", key, TASK);
            var junk = gateway.call("GET", "/v1/tasks", "tgk_junk", null);
            var wellFormed = gateway.call("GET", "/v1/tasks", unknown, null);
            var named = gateway.call("POST", "/mcp", agent, NAMED);

            assertThat(stateOf("postgresql")).isEqualTo("down");
            assertThat(write.status()).isEqualTo(503);
            assertThat(write.header("Retry-After")).hasValue("1");
            assertThat(junk.status()).isEqualTo(401);
            assertThat(wellFormed.status()).isEqualTo(503);
            assertThat(named.status()).isEqualTo(503);
            assertThat(named.header("Retry-After")).hasValue("1");
        } finally {
            postgres.start();
        }

        Eventually.within(
                BACK_WITHIN, () -> gateway.call("POST", "/v1/tasks", key, TASK).expect(201));
    }

    /** As the system shows it, which answers whatever is away. */
    private String stateOf(String server) {
        var state =
                gateway.operator("GET", "/control/v1/system", null).expect(200).data();
        assertThat(state.getString("status")).isEqualTo("degraded");
        return state.getJsonArray("parts").stream()
                .map(JsonObject.class::cast)
                .filter(part -> server.equals(part.getString("name")))
                .map(part -> part.getString("status"))
                .findFirst()
                .orElseThrow();
    }
}
