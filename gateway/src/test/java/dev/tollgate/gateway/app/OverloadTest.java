package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gateway whose calls wait for a server that is slow. */
class OverloadTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SHED = "tollgate_calls_shed_total";
    private static final String TENANTS = "/control/v1/tenants?limit=1";
    private static final int CALLS = 60;
    private static final JsonObject TASK = new JsonObject().put("title", "Call Ada");

    private static GatewayFixture gateway;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        gateway = GatewayFixture.shared()
                .second(Map.of(
                        "tollgate.gateway.overload-delay-max", "20ms",
                        "tollgate.gateway.overload-in-flight-min", "16"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void it_refuses_calls_before_they_wait_too_and_serves_its_operator() {
        var keys = Stream.generate(OverloadTest::key).limit(3).toList();

        gateway.sql().whileLocked("LOCK TABLE tasks.task", () -> {
            Eventually.within(SOON, () -> {
                var answers = create(keys);
                assertThat(gateway.counted(SHED)).isPositive();
                assertThat(answers).allSatisfy(OverloadTest::isNoEffect);
            });
            assertThat(gateway.operator("GET", TENANTS, null).status()).isEqualTo(200);
            assertThat(gateway.management("/health/ready").status()).isEqualTo(200);
        });

        Eventually.within(
                SOON,
                () -> assertThat(gateway.call("POST", "/v1/tasks", keys.getFirst(), TASK)
                                .status())
                        .isEqualTo(201));
    }

    private static String key() {
        return gateway.tenant("business")
                .module("tasks", true)
                .apiKey("tasks:write")
                .getString("secret");
    }

    /** The answers to calls that are made at once. */
    private List<HttpResponse<String>> create(List<String> keys) {
        var calls = IntStream.range(0, CALLS)
                .mapToObj(number -> http.sendAsync(request(keys.get(number % keys.size())), BodyHandlers.ofString()))
                .toList();
        return calls.stream()
                .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                .toList();
    }

    private static HttpRequest request(String key) {
        return HttpRequest.newBuilder(gateway.base().resolve("/v1/tasks"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(TASK.encode()))
                .build();
    }

    /** Nothing is written while the table is locked. */
    private static void isNoEffect(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isIn(429, 503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).doesNotContain("\"outcome\":\"unknown\"");
    }
}
