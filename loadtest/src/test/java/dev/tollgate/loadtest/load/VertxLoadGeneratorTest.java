package dev.tollgate.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.client.HttpCall;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VertxLoadGeneratorTest {

    private static final int ANSWER_MS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger served = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void listen() {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    served.incrementAndGet();
                    boolean refused = request.path().equals("/refused");
                    int status = refused ? 429 : 200;
                    var start = refused ? "{\"status\":429,\"code\":\"rate_limited\"}" : "";
                    vertx.setTimer(ANSWER_MS, _ -> {
                        var _ = request.response().setStatusCode(status).end(start + "x".repeat(20_000));
                    });
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    @AfterEach
    void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    @Test
    void every_call_that_is_sent_is_counted() throws Exception {
        try (var client = new VertxLoadGenerator()) {
            var window = client.run(target("/", "/refused"), 4, 1);

            assertThat(window.successes() + window.errorCount()).isEqualTo(served.get());
            assertThat(window.successes()).isPositive();
            assertThat(window.errorCount()).isPositive();
            assertThat(window.p50Ms()).isGreaterThanOrEqualTo(ANSWER_MS - 1);
        }
    }

    @Test
    void latency_counts_from_the_intended_start_also_where_no_connection_was_free() throws Exception {
        try (var client = new VertxLoadGenerator()) {
            var window = client.constant(target("/"), 1, 40, 1);

            assertThat(window.successes()).isEqualTo(40);
            assertThat(window.p99Ms()).isGreaterThan(10 * ANSWER_MS);
        }
    }

    @Test
    void an_answer_that_says_it_failed_is_no_success_whatever_its_status() throws Exception {
        try (var client = new VertxLoadGenerator()) {
            var window = client.run(failing("xx", "/"), 2, 1);

            assertThat(window.successes()).isZero();
            assertThat(window.errorCount()).isEqualTo(served.get());
        }
    }

    @Test
    void errors_are_counted_by_the_code_of_their_problem_if_bodies_are_read() throws Exception {
        try (var client = new VertxLoadGenerator()) {
            var window = client.run(failing("never", "/", "/refused"), 2, 1);

            assertThat(window.errors()).containsOnlyKeys("429 rate_limited");
            assertThat(window.errorCount() + window.successes()).isEqualTo(served.get());
        }
    }

    private LoadTarget target(String... paths) {
        return failing("", paths);
    }

    private LoadTarget failing(String failure, String... paths) {
        return new LoadTarget(
                server.actualPort(),
                List.of(paths).stream()
                        .map(path -> new HttpCall("GET", path, Map.of(), ""))
                        .toList(),
                failure.isEmpty() ? List.of() : List.of(failure));
    }
}
