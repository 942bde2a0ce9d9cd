package dev.tollgate.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.client.HttpCall;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrivalLoadTest {

    /** Longer than the load lasts. */
    private static final long SILENT_MS = 1_500;

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void listen() {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    var response = request.response();
                    switch (request.path()) {
                        case "/later" -> response.setStatusCode(503).putHeader("Retry-After", "1");
                        case "/never" -> response.setStatusCode(503);
                        case "/limited" -> response.setStatusCode(429);
                        default -> {}
                    }
                    if (request.path().equals("/silent")) {
                        vertx.setTimer(SILENT_MS, _ -> request.connection().close());
                    } else {
                        var _ = response.end();
                    }
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
    void every_call_is_counted_by_how_it_was_answered() throws Exception {
        var seconds = new ArrivalLoad().run(target("/", "/later", "/never", "/limited"), 80, 40, 2);

        assertThat(seconds).hasSize(2).allSatisfy(second -> {
            assertThat(second.done().count()).isEqualTo(10);
            assertThat(second.refused().count()).isEqualTo(20);
            assertThat(second.withoutTime()).isEqualTo(10);
            assertThat(second.others()).containsEntry("429", 10L);
            assertThat(second.unsent()).isZero();
        });
    }

    @Test
    void each_second_has_its_own_rate_and_is_announced() throws Exception {
        var begun = new ArrayList<Integer>();

        var seconds = new ArrivalLoad().run(target("/"), 80, new double[] {40, 20, 0}, begun::add);

        assertThat(seconds).extracting(second -> second.done().count()).containsExactly(40L, 20L, 0L);
        assertThat(begun).containsExactly(0, 1, 2);
    }

    @Test
    void calls_for_which_no_connection_is_free_do_not_wait() throws Exception {
        var seconds = new ArrivalLoad().run(target("/silent"), 4, 40, 1);

        assertThat(seconds.getFirst().unsent()).isEqualTo(36);
        assertThat(seconds.getFirst().others()).containsEntry("599", 4L);
    }

    @Test
    void in_a_closed_loop_a_connection_sends_its_next_call_when_the_last_one_is_answered() throws Exception {
        var load = new ArrivalLoad();

        var seconds = load.closed(target("/", "/limited"), 2, 3);

        long done = seconds.stream().mapToLong(second -> second.done().count()).sum();
        long limited = seconds.stream()
                .mapToLong(second -> second.others().getOrDefault("429", 0L))
                .sum();
        assertThat(done).isGreaterThan(2);
        assertThat(limited).isBetween(done - 1, done + 1);
        assertThat(seconds).allMatch(second -> second.unsent() == 0);
        assertThat(load.cpuMicros()).isPositive();
    }

    private LoadTarget target(String... paths) {
        return new LoadTarget(
                server.actualPort(), Stream.of(paths).map(HttpCall::get).toList(), List.of());
    }
}
