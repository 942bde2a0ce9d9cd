package dev.tollgate.runtime.telemetry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * The listener for probes and Prometheus: {@code /health/live} (the loop turns), {@code /health/ready} (every part is
 * fit; names those that are not) and {@code /metrics}. On a port of its own, which no caller reaches.
 */
public final class ManagementServer {
    private static final int CONNECTIONS_IDLE_S = 60;

    private final Health health;
    private final PrometheusMeterRegistry registry;
    private final HttpServer server;

    private ManagementServer(Vertx vertx, Health health, PrometheusMeterRegistry registry) {
        this.health = health;
        this.registry = registry;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(CONNECTIONS_IDLE_S)
                        .setHandle100ContinueAutomatically(false))
                .requestHandler(this::answer);
    }

    /** Listens; fails when the port is taken. */
    public static Future<ManagementServer> listen(
            Vertx vertx, String host, int port, Health health, PrometheusMeterRegistry registry) {
        var management = new ManagementServer(vertx, health, registry);
        return management
                .server
                .listen(port, host)
                .map(management)
                .recover(cause -> Future.failedFuture(new IllegalStateException(
                        "the management port " + port + " cannot be bound: " + cause.getMessage(), cause)));
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }

    private void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            end(request, 405, new JsonObject().put("status", "method_not_allowed"));
            return;
        }
        switch (request.path()) {
            case "/health/live" -> end(request, 200, new JsonObject().put("status", "live"));
            case "/health/ready" -> health.report().onSuccess(report -> end(request, report));
            case "/metrics" -> metrics(request);
            default -> end(request, 404, new JsonObject().put("status", "not_found"));
        }
    }

    private void metrics(HttpServerRequest request) {
        var text = registry.scrape();
        request.response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(text)
                .onFailure(_ -> {});
    }

    private static void end(HttpServerRequest request, Health.Report report) {
        var parts = new JsonObject();
        report.parts().forEach(parts::put);
        end(
                request,
                report.ready() ? 200 : 503,
                new JsonObject()
                        .put("status", report.ready() ? "ready" : "not_ready")
                        .put("parts", parts));
    }

    private static void end(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer())
                .onFailure(_ -> {});
    }
}
