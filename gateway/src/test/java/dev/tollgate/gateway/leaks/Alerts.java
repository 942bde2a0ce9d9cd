package dev.tollgate.gateway.leaks;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.GithubDouble;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway with a dispatcher that takes alerts, and the double that sends them. */
final class Alerts {

    static final String ROUTE = "/control/v1/leaks/github";
    static final String SIGNATURE = "Github-Public-Key-Signature";
    static final String IDENTIFIER = "Github-Public-Key-Identifier";

    /** That of all tests. */
    private static final class Shared {
        static final Alerts ALERTS = new Alerts();
    }

    final GithubDouble github = GithubDouble.start();
    final GatewayFixture gateway = GatewayFixture.withDispatcher(github.settings());

    /** One that is never closed. */
    static Alerts shared() {
        return Shared.ALERTS;
    }

    /** GitHub reports these tokens, all found at one place. */
    Reply report(String url, String... tokens) {
        return report(Arrays.stream(tokens)
                .map(token -> GithubDouble.found(token, url))
                .toList());
    }

    Reply report(List<JsonObject> found) {
        var payload = new JsonArray(found).encode();
        return send(payload, IDENTIFIER, github.identifier(), SIGNATURE, github.signature(payload));
    }

    Reply send(String payload, String... headers) {
        var all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "X-Forwarded-For";
        all[headers.length + 1] = GatewayFixture.newAddress();
        return gateway.call("POST", ROUTE, null, payload, all);
    }

    /** What a verdict says of a token. */
    static JsonObject verdict(String token, boolean ours) {
        return new JsonObject()
                .put("token_hash", hash(token))
                .put("token_type", "tollgate_api_key")
                .put("label", ours ? "true_positive" : "false_positive");
    }

    /** The verdicts, in the order of the report. */
    static List<Object> verdicts(Reply reply) {
        return new JsonArray(reply.body()).stream().toList();
    }

    private static String hash(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** An API key as its owner sees it. */
    JsonObject shown(GatewayFixture.Prepared place, JsonObject key) {
        return gateway.operator("GET", place.control("/api-keys/" + key.getString("id")), null)
                .expect(200)
                .data();
    }

    Reply call(String token) {
        return GatewayFixture.patiently(() ->
                gateway.call("GET", "/v1/workspace", token, null, "X-Forwarded-For", GatewayFixture.newAddress()));
    }

    /** The audit events of a workspace with this action. */
    JsonArray audited(GatewayFixture.Prepared place, String action) {
        return gateway.operator("GET", place.control("/audit-events?action=" + action), null)
                .expect(200)
                .list();
    }

    /** A webhook for these events, made by the operator, or by an API key. */
    JsonObject webhook(GatewayFixture.Prepared place, @Nullable String key, String type) {
        var wanted = new JsonObject()
                .put("name", "Leaks")
                .put("url", "https://hooks.example.com/in")
                .put("event_types", JsonArray.of(type));
        var reply = key == null
                ? gateway.operator("POST", place.control("/webhooks"), wanted)
                : gateway.call("POST", "/v1/webhooks", key, wanted);
        return reply.expect(201).data();
    }

    JsonObject read(GatewayFixture.Prepared place, String path) {
        return gateway.operator("GET", place.control(path), null).expect(200).json();
    }

    /** Everything that is stored, as one text. */
    String stored() {
        var all = new StringBuilder();
        for (var table : gateway.sql()
                .texts("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN"
                        + " ('control', 'audit', 'idempotency', 'outbox', 'records', 'webhooks')")) {
            gateway.sql()
                    .texts("SELECT t::text FROM " + table + " t")
                    .forEach(row -> all.append(row).append('\n'));
        }
        return all.toString();
    }
}
