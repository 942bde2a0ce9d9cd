package dev.tollgate.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.settings.ManagementDeclaration;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {

    private static final int PATIENCE_MS = 5_000;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();

    private static ManagementDeclaration declared(Map<String, String> more) {
        var settings = new HashMap<>(Map.of("tollgate.management.port", "0"));
        settings.putAll(more);
        return Settings.load(SettingsSources.of(settings)).get(ManagementDeclaration.class);
    }

    private int listening(Map<String, String> more) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var declared = declared(more);
        var access = new ManagementServer.Access(declared.host(), declared.port(), declared.metricsToken());
        return ManagementServer.listen(vertx, access, new Health(), registry)
                .await()
                .port();
    }

    private int status(int port, String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @AfterEach
    void close() {
        http.close();
        vertx.close().await();
    }

    @Test
    void unless_the_settings_say_otherwise_it_is_on_loopback() {
        assertThat(declared(Map.of()).host()).isEqualTo("127.0.0.1");
    }

    @Test
    void metrics_ask_for_the_token_of_the_settings_and_probes_for_none() throws Exception {
        int port = listening(Map.of("tollgate.management.metrics-token", "scrape"));

        assertThat(status(port, "/metrics")).isEqualTo(401);
        assertThat(status(port, "/metrics", "Authorization", "Bearer scrap")).isEqualTo(401);
        assertThat(status(port, "/metrics", "Authorization", "scrape")).isEqualTo(401);
        assertThat(status(port, "/metrics", "Authorization", "Bearer other", "Authorization", "Bearer scrape"))
                .isEqualTo(401);
        assertThat(status(port, "/metrics", "Authorization", "Bearer scrape")).isEqualTo(200);
        assertThat(status(port, "/health/live")).isEqualTo(200);
    }

    @Test
    void without_a_token_in_the_settings_metrics_ask_for_none() throws Exception {
        assertThat(status(listening(Map.of()), "/metrics")).isEqualTo(200);
    }

    @Test
    void it_speaks_no_http_2() throws Exception {
        int port = listening(Map.of());

        assertThat(answer(
                        port,
                        "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
                                + "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("HTTP/1.1 101");
    }

    @Test
    void a_body_is_not_waited_for() throws Exception {
        assertThat(answer(
                        listening(Map.of()), "GET /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\nx"))
                .startsWith("HTTP/1.1 200");
    }

    /** Until it closes. */
    private static String answer(int port, String text) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
