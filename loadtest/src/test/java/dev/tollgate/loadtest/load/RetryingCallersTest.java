package dev.tollgate.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.load.RetryingCallers.Caller;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers of whom each is refused once. */
class RetryingCallersTest {

    private static final Duration MOST = Duration.ofSeconds(20);
    private static final Map<String, String> PROBLEMS = Map.of(
            "/refused", "{\"status\":503,\"code\":\"service_unavailable\"}",
            "/unknown", "{\"status\":503,\"code\":\"service_unavailable\",\"outcome\":\"unknown\"}");

    private final Vertx vertx = Vertx.vertx();
    private final Set<String> refused = new HashSet<>();
    private HttpServer server;

    @BeforeEach
    void listen() {
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
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

    private void answer(HttpServerRequest request) {
        var path = request.path();
        if (!refused.add(path)) {
            var _ = request.response().end();
        } else if (path.equals("/cut")) {
            var _ = request.connection().close();
        } else {
            var _ = request.response().setStatusCode(503).end(PROBLEMS.get(path));
        }
    }

    @Test
    void only_calls_that_broke_or_say_so_may_have_had_their_effect() throws Exception {
        var callers = Stream.of("/refused", "/unknown", "/cut")
                .map(path -> new Caller(server.actualPort(), HttpCall.get(path, "key")))
                .toList();

        try (var load = new RetryingCallers()) {
            var served = load.run(callers, 1_000, MOST);

            assertThat(served.seconds()).hasSize(3);
            assertThat(served.failures()).isEqualTo(3);
            assertThat(served.unknown()).isEqualTo(2);
        }
    }
}
