package dev.tollgate.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.client.HttpCall;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldConnectionsTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger calls = new AtomicInteger();
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
        int call = calls.incrementAndGet();
        if (call == 1) {
            var _ = request.connection().close();
        } else {
            var _ = request.response().setStatusCode(call < 4 ? 503 : 200).end();
        }
    }

    @Test
    void calls_that_failed_are_counted_by_status() throws Exception {
        var target = new LoadTarget(server.actualPort(), List.of(HttpCall.get("/")), List.of());

        try (var held = new HeldConnections()) {
            var answers = held.open(target, 100);

            assertThat(answers.succeeded()).isEqualTo(97);
            assertThat(answers.errors()).isEqualTo(Map.of(503, 2L, 599, 1L));
            assertThat(answers.failed()).isEqualTo(3);
        }
    }
}
