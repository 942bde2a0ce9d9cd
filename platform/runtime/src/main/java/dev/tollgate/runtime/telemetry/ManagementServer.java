package dev.tollgate.runtime.telemetry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The listener for probes and Prometheus: {@code /health/live} (the loop turns), {@code /health/ready} (every part is
 * fit; names those that are not) and {@code /metrics}, which may ask for a token. On a port of its own, which no caller
 * reaches. HTTP/1.1 only, with a bound of connections; one on which nothing whole comes in ten seconds is closed, and
 * so is one whose request has a body, for none is wanted.
 */
public final class ManagementServer {
    private static final int CONNECTIONS_IDLE_S = 10;
    private static final int CONNECTIONS_MAX = 256;
    private static final String BEARER = "Bearer ";

    /**
     * Address and access token of the management server.
     *
     * @param metricsToken that {@code /metrics} asks for; empty for none
     */
    public record Access(String host, int port, Optional<String> metricsToken) {
        /** Shows no token. */
        @Override
        public String toString() {
            return host + ':' + port;
        }
    }

    private final Health health;
    private final PrometheusMeterRegistry registry;
    private final byte @Nullable [] authorization;
    private final AtomicInteger connections = new AtomicInteger();
    private final HttpServer server;

    private ManagementServer(Vertx vertx, Access access, Health health, PrometheusMeterRegistry registry) {
        this.health = health;
        this.registry = registry;
        this.authorization = access.metricsToken()
                .map(token -> (BEARER + token).getBytes(StandardCharsets.UTF_8))
                .orElse(null);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(CONNECTIONS_IDLE_S)
                        .setHandle100ContinueAutomatically(false)
                        .setHttp2ClearTextEnabled(false))
                .connectionHandler(this::accept)
                .requestHandler(this::answer)
                .exceptionHandler(_ -> {});
    }

    /** Listens; fails when the port is taken. */
    public static Future<ManagementServer> listen(
            Vertx vertx, Access access, Health health, PrometheusMeterRegistry registry) {
        var management = new ManagementServer(vertx, access, health, registry);
        return management
                .server
                .listen(access.port(), access.host())
                .map(management)
                .recover(cause -> Future.failedFuture(new IllegalStateException(
                        "the management port " + access.port() + " cannot be bound: " + cause.getMessage()
                                + "; choose another with tollgate.management.port or --management-port",
                        cause)));
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }

    private void accept(HttpConnection connection) {
        connection.closeHandler(_ -> connections.decrementAndGet());
        if (connections.incrementAndGet() > CONNECTIONS_MAX) {
            connection.close().onFailure(_ -> {});
        }
    }

    private void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            end(request, 405, new JsonObject().put("status", "method_not_allowed"));
            return;
        }
        switch (String.valueOf(request.path())) {
            case "/health/live" -> end(request, 200, new JsonObject().put("status", "live"));
            case "/health/ready" -> health.report().onSuccess(report -> end(request, report));
            case "/metrics" -> metrics(request);
            default -> end(request, 404, new JsonObject().put("status", "not_found"));
        }
    }

    private void metrics(HttpServerRequest request) {
        if (!isAllowed(request)) {
            request.response().putHeader("WWW-Authenticate", BEARER.strip());
            end(request, 401, new JsonObject().put("status", "unauthorized"));
            return;
        }
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        end(request, registry.scrape());
    }

    /** Takes as long for a token that is nearly right as for any other. */
    private boolean isAllowed(HttpServerRequest request) {
        var given = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        return authorization == null
                || (given.size() == 1
                        && MessageDigest.isEqual(authorization, given.getFirst().getBytes(StandardCharsets.UTF_8)));
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
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        end(request, body.encode());
    }

    private static void end(HttpServerRequest request, String body) {
        var response = request.response();
        if (!request.isEnded() && isBody(request)) {
            response.putHeader(HttpHeaders.CONNECTION, "close");
            response.end(body).onComplete(_ -> request.connection().close().onFailure(_ -> {}));
        } else {
            response.end(body).onFailure(_ -> {});
        }
    }

    private static boolean isBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
