package dev.tollgate.gateway.coverage;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** One way to each refusal that a caller can bring about. */
final class Provocations {

    private static final GatewayFixture GATEWAY = World.GATEWAY;
    private static final String TASKS = "/v1/tasks";
    private static final JsonObject TASK = new JsonObject().put("title", "Call Ada");
    private static final int CALLS_MAX = 200;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(20);

    private final GatewayFixture.Prepared home = GATEWAY.tenant("team").module("tasks", true);
    private final JsonObject key = home.apiKey("tasks:read", "tasks:write");

    private Reply call(String method, String path, Object body, String... headers) {
        return GATEWAY.call(method, path, key.getString("secret"), body, headers);
    }

    private static Reply with(GatewayFixture.Prepared prepared, String scope) {
        return GATEWAY.call("POST", TASKS, prepared.apiKey(scope).getString("secret"), TASK);
    }

    Reply brokenJson() {
        return call("POST", TASKS, "{");
    }

    Reply noCredential() {
        return GATEWAY.call("GET", TASKS, null, null, "X-Forwarded-For", "203.0.113.77");
    }

    Reply nothingIncluded() {
        return overridden(new JsonObject().put("included_micros", 0).put("enforcement", "enforce"));
    }

    Reply capOfNothing() {
        return overridden(new JsonObject().put("cap_micros", 0).put("enforcement", "enforce"));
    }

    Reply paused() {
        return overridden(new JsonObject().put("enforcement", "paused"));
    }

    Reply budgetOfOneMicro() {
        var prepared = GATEWAY.tenant("team").module("tasks", true);
        var limited = new JsonObject()
                .put("name", "limited")
                .put("scopes", new JsonArray().add("tasks:write"))
                .put("budget", new JsonObject().put("micros", 1).put("per", "day"));
        var secret = GATEWAY.operator("POST", prepared.control("/api-keys"), limited)
                .expect(201)
                .data()
                .getString("secret");
        return GATEWAY.call("POST", TASKS, secret, TASK);
    }

    private static Reply overridden(JsonObject override) {
        var prepared = GATEWAY.tenant("team").module("tasks", true);
        var secret = prepared.apiKey("tasks:write").getString("secret");
        GATEWAY.operator(
                        "PUT",
                        "/control/v1/tenants/" + prepared.tenant() + "/override",
                        override.put("reason", "a test"))
                .expect(200);
        return GATEWAY.call("POST", TASKS, secret, TASK);
    }

    Reply rangeBehindTheEnd() {
        var prepared = GATEWAY.tenant("team").module("assets", true);
        var secret = prepared.apiKey("assets:write", "assets:read").getString("secret");
        var asset = GATEWAY.call(
                        "POST",
                        "/v1/assets",
                        secret,
                        new JsonObject()
                                .put("file_name", "a.txt")
                                .put("mime_type", "text/plain")
                                .put("content", "Hello"))
                .expect(201)
                .data();
        var url = GATEWAY.call("GET", "/v1/assets/" + asset.getString("id") + "/download-url", secret, null)
                .expect(200)
                .data()
                .getString("url");
        return GATEWAY.call("GET", url.substring(url.indexOf("/files/")), null, null, "Range", "bytes=99-");
    }

    Reply suspended() {
        var prepared = GATEWAY.tenant("team").module("tasks", true);
        var secret = prepared.apiKey("tasks:write").getString("secret");
        GATEWAY.operator("POST", prepared.control("/suspend"), null).expect(200);
        return GATEWAY.call("POST", TASKS, secret, TASK);
    }

    Reply moduleOff() {
        var prepared = GATEWAY.tenant("team").module("tasks", true);
        var secret = prepared.apiKey("tasks:write").getString("secret");
        prepared.module("tasks", false);
        return GATEWAY.call("POST", TASKS, secret, TASK);
    }

    Reply missingScope() {
        return with(home, "tasks:read");
    }

    Reply notForReaders() {
        var reader = People.member(home, "readonly");
        return GATEWAY.call("PATCH", home.control(""), reader.token(), new JsonObject().put("name", "Renamed"));
    }

    Reply secondWorkspaceOfDeveloper() {
        var prepared = GATEWAY.tenant("developer");
        return GATEWAY.operator(
                "POST",
                "/control/v1/tenants/" + prepared.tenant() + "/workspaces",
                new JsonObject().put("name", "One too many"));
    }

    Reply noSuchTask() {
        return call("GET", TASKS + "/tsk_1", null);
    }

    Reply noSuchRoute() {
        return call("GET", "/v1/coffee", null);
    }

    Reply wrongMethod() {
        return call("PUT", TASKS, TASK);
    }

    Reply sameKeyOtherInput() {
        call("POST", TASKS, TASK, "Idempotency-Key", "other").expect(201);
        return call("POST", TASKS, new JsonObject().put("title", "Else"), "Idempotency-Key", "other");
    }

    /** Holds the lock of a key as the first call with it would, for as long as the second takes. */
    Reply keyInUse() {
        var lock = "SELECT pg_advisory_xact_lock(runtime.lock_key("
                + "concat_ws(' ', 'idempotency', ?::uuid, ?, 'create_task', ?)))";
        try (var connection = DriverManager.getConnection(GATEWAY.jdbcUrl());
                var statement = connection.prepareStatement(lock)) {
            connection.setAutoCommit(false);
            statement.setString(1, uuid(home.workspace()).toString());
            statement.setString(2, Actor.Kind.API_KEY.text() + ' ' + key.getString("id"));
            statement.setString(3, "in use");
            statement.execute();
            return call("POST", TASKS, TASK, "Idempotency-Key", "in use");
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static UUID uuid(String workspace) {
        return TypeId.parse("wrk", workspace).orElseThrow();
    }

    Reply changeOfRevokedKey() {
        var path = home.control("/api-keys/" + home.apiKey("tasks:read").getString("id"));
        GATEWAY.operator("POST", path + "/revoke", null).expect(200);
        return GATEWAY.operator("PATCH", path, new JsonObject().put("scopes", new JsonArray().add("tasks:write")));
    }

    Reply staleVersion() {
        var id = call("POST", TASKS, TASK).expect(201).data().getString("id");
        return call("PATCH", TASKS + '/' + id, TASK, "If-Match", "\"7\"");
    }

    Reply largeBody() {
        return call("POST", TASKS, '"' + "x".repeat(1 << 20) + '"');
    }

    Reply plainText() {
        return call("POST", TASKS, TASK, "Content-Type", "text/plain");
    }

    Reply noTitle() {
        return call("POST", TASKS, "{}");
    }

    Reply overTheRate() {
        var slow = GATEWAY.tenant("slow").module("tasks", true);
        var secret = slow.apiKey("tasks:read").getString("secret");
        for (int i = 0; i < CALLS_MAX; i++) {
            var reply = GATEWAY.call("GET", TASKS, secret, null);
            if (reply.status() == 429) {
                return reply;
            }
        }
        throw new AssertionError(CALLS_MAX + " calls at once were not too many");
    }

    Reply staticTokenWhereOauthIsAsked() {
        var prepared = GATEWAY.tenant("team");
        var secret = prepared.mcpClient("usage:read").getString("secret");
        GATEWAY.operator("PUT", prepared.control("/mcp-policy"), new JsonObject().put("mode", "oauth_only"))
                .expect(200);
        return GATEWAY.call("POST", "/mcp", secret, new JsonObject());
    }

    /** The problem of a write over a connection for reads. */
    JsonObject toolLeftOut() {
        var call = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", "tools/call")
                .put("params", new JsonObject().put("name", "create_task").put("arguments", TASK));
        return GATEWAY.call(
                        "POST",
                        "/mcp?readonly=true",
                        home.mcpClient("tasks:write").getString("secret"),
                        call)
                .expect(200)
                .json()
                .getJsonObject("result")
                .getJsonObject("_meta")
                .getJsonObject("dev.tollgate/problem");
    }

    Reply bug() {
        return onBroken(BrokenModule.FAILING);
    }

    Reply neverEnding() {
        return onBroken(BrokenModule.SLOW);
    }

    private Reply onBroken(String path) {
        try (var gateway = BrokenModule.gateway(GATEWAY)) {
            return gateway.call("GET", path, key.getString("secret"), null);
        }
    }

    Reply withoutRedis() {
        var redis = TestServers.shared().redis();
        redis.stop();
        try {
            return call("POST", TASKS, TASK);
        } finally {
            redis.start();
            Eventually.within(BACK_WITHIN, () -> call("POST", TASKS, TASK).expect(201));
        }
    }
}
