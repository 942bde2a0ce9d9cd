package dev.tollgate.fuzz.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.fuzz.Offered;
import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.process.RunningProcess;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A gateway in this process on real servers, with a workspace where every module is on. Lives until the process ends.
 */
final class FuzzedGateway {

    /** No answer may take longer: it is past every deadline of the gateway. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final OperatorTokens.Minted operator = OperatorTokens.mint("fuzz", new SecureRandom());
    private final Map<String, String> settings = settings();
    private final String workspace;
    private final String apiKey;

    FuzzedGateway() {
        var _ = RunningProcess.start(
                        Set.of("gateway", "billing-meter"),
                        Settings.load(SettingsSources.of(settings)),
                        Clock.systemUTC())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        var tenant = made("/control/v1/tenants", "{\"name\":\"Acme\",\"kind\":\"team\",\"plan\":\"fuzz\"}", "id");
        workspace = made("/control/v1/tenants/" + tenant + "/workspaces", "{\"name\":\"Acme\"}", "id");
        for (var module : ask("GET", modules(), operatorToken(), null).data()) {
            var _ = ask("PUT", modules() + '/' + module.path("key").asText(), operatorToken(), "{\"enabled\":true}");
        }
        var scopes = Json.MAPPER.createArrayNode();
        Offered.CATALOGUE.scopes().all().forEach(scope -> scopes.add(scope.text()));
        apiKey = made(
                "/control/v1/workspaces/" + workspace + "/api-keys",
                Json.MAPPER
                        .createObjectNode()
                        .put("name", "fuzz")
                        .set("scopes", scopes)
                        .toString(),
                "secret");
    }

    /** An answer, read whole. */
    record Answer(int status, String type, String requestId, String body) {

        JsonNode json() {
            return Json.read(body, JsonNode.class);
        }

        JsonNode data() {
            return json().path("data");
        }
    }

    String operatorToken() {
        return operator.token().text();
    }

    String apiKey() {
        return apiKey;
    }

    String workspace() {
        return workspace;
    }

    Answer ask(String method, String path, String token, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + settings.get("tollgate.gateway.port") + path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        for (int at = 0; at + 1 < headers.length; at += 2) {
            request.setHeader(headers[at], headers[at + 1]);
        }
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return sent(request.method(method, publisher).build());
    }

    private Answer sent(HttpRequest request) {
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.headers().firstValue("X-Request-Id").orElse(""),
                    answer.body());
        } catch (IOException hung) {
            throw new UncheckedIOException(request.method() + ' ' + request.uri() + " was not answered", hung);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private String made(String path, String body, String field) {
        for (var answer = ask("POST", path, operatorToken(), body);
                ;
                answer = ask("POST", path, operatorToken(), body)) {
            if (answer.status() == 201) {
                return answer.data().path(field).asText();
            }
            if (answer.status() != 503) {
                throw new IllegalStateException(path + " answered " + answer);
            }
        }
    }

    private String modules() {
        return "/control/v1/workspaces/" + workspace + "/modules";
    }

    private Map<String, String> settings() {
        var settings = TestServers.gatewaySettings(TestServers.freshDatabase());
        settings.put("tollgate.plans.fuzz.included-micros", "1000000000000");
        settings.put("tollgate.plans.fuzz.cap-micros", "1000000000000");
        settings.put("tollgate.plans.fuzz.tenant-rate", "100000");
        settings.put("tollgate.plans.fuzz.credential-rate", "100000");
        settings.put("tollgate.operators[0].name", operator.name());
        settings.put("tollgate.operators[0].token-hash", operator.tokenHash());
        return settings;
    }
}
