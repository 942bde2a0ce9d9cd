package dev.tollgate.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.embedded.EmbeddedServers;
import dev.tollgate.embedded.Options;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.migration.Migrations;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.process.RunningProcess;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An installation with its console, and a client of its API. */
record RunningConsole(String url, String operatorToken) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int CALLS_MAX = 40;
    private static final Duration AGAIN_AFTER = Duration.ofMillis(50);

    /** An operator has so many calls a second; a busy machine turns some away. */
    private static final Set<Integer> AGAIN = Set.of(429, 503);

    /** The one of this JVM; tests keep apart by tenants of their own. */
    static RunningConsole shared() {
        return Shared.CONSOLE;
    }

    /** One more, on servers of its own, which has nothing yet. */
    static RunningConsole empty() {
        var servers = EmbeddedServers.start(Options.throwAway());
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop servers of an empty installation"));
        var postgres = servers.addresses().postgres();
        var settings = TestServers.gatewaySettings(postgres.database());
        settings.put("tollgate.postgres.host", postgres.host());
        settings.put("tollgate.postgres.port", Integer.toString(postgres.port()));
        settings.put("tollgate.postgres.user", postgres.user());
        settings.put("tollgate.postgres.password", postgres.password());
        settings.put("tollgate.redis.url", servers.redisUrl());
        settings.put("tollgate.kafka.bootstrap-servers", servers.kafkaBootstrap());
        return start(settings);
    }

    private static RunningConsole start(Map<String, String> settings) {
        Migrations.run(postgres(settings));
        var operator = OperatorTokens.mint("ada", new SecureRandom());
        settings.put("tollgate.operators[0].name", operator.name());
        settings.put("tollgate.operators[0].token-hash", operator.tokenHash());
        settings.put("tollgate.oidc.issuer", IdentityProvider.url());
        settings.put("tollgate.console.oidc-client-id", "console");
        settings.put("tollgate.webhooks.allow-http", "true");
        settings.put("tollgate.webhooks.allowed-addresses", "127.0.0.1");
        settings.put("tollgate.webhooks.allowed-ports", "1-65535");
        settings.put("tollgate.webhooks.retry-schedule", "1s,1s,1s");
        var parts = Set.of("gateway", "billing-meter", "webhook-dispatcher");
        var _ = RunningProcess.start(parts, Settings.load(SettingsSources.of(settings)), Clock.systemUTC())
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
        return new RunningConsole(
                settings.get("tollgate.public-url"), operator.token().text());
    }

    private static PostgresSettings postgres(Map<String, String> settings) {
        return new PostgresSettings(
                settings.get("tollgate.postgres.host"),
                Integer.parseInt(settings.get("tollgate.postgres.port")),
                settings.get("tollgate.postgres.database"),
                settings.get("tollgate.postgres.user"),
                settings.get("tollgate.postgres.password"));
    }

    /** A call of the control plane as the operator. */
    ApiReply operator(String method, String path, Object body) {
        return call(operatorToken, method, "/control/v1" + path, body);
    }

    /**
     * A call, repeated while it is turned away.
     *
     * @param body null for none
     */
    ApiReply call(String token, String method, String path, Object body) {
        var key = UUID.randomUUID().toString();
        for (int time = 1; ; time++) {
            var reply = sent(token, method, path, body, key);
            if (!AGAIN.contains(reply.status()) || time == CALLS_MAX) {
                return reply;
            }
            LockSupport.parkNanos(AGAIN_AFTER.toNanos());
        }
    }

    private ApiReply sent(String token, String method, String path, Object body, String key) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, text/event-stream");
        if (method.equals("POST")) {
            request.header("Idempotency-Key", key);
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
        }
        try {
            var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new ApiReply(
                    response.statusCode(),
                    response.headers().firstValue("X-Request-Id").orElse(""),
                    parsed(response.body()));
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode parsed(byte[] body) throws IOException {
        return body.length == 0 ? MissingNode.getInstance() : Json.MAPPER.readTree(body);
    }

    private static final class Shared {
        static final RunningConsole CONSOLE = start(TestServers.gatewaySettings(TestServers.freshDatabase()));
    }
}
