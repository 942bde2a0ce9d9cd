package dev.tollgate.gateway.http;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tabular;
import dev.tollgate.gateway.answer.CsvTable;
import dev.tollgate.gateway.fixture.RawConnection;
import dev.tollgate.runtime.telemetry.LoopWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bodies that are made while they are sent. */
class PiecewiseBodyTest {

    private static final Duration HOLD_MAX = Duration.ofMillis(20);
    private static final int TRIES = 5;

    /** More of these than a connection takes that nobody reads from. */
    private static final int PIECES = 2_000;

    private static final String PIECE = "x".repeat(64 << 10);
    private static final String GET = "GET / HTTP/1.1\nHost: a\nConnection: close\n\n";

    private final AtomicInteger made = new AtomicInteger();

    private record Line(String name, String address, long number) {}

    /** Pieces that are counted as they are made, as long as there are more. */
    private Iterator<Buffer> pieces(String piece, BooleanSupplier more) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return more.getAsBoolean();
            }

            @Override
            public Buffer next() {
                made.incrementAndGet();
                return Buffer.buffer(piece);
            }
        };
    }

    @Test
    void all_pieces_arrive_in_order() {
        var pieces = Stream.of("a,", "b,", "c").map(Buffer::buffer).toList();

        assertThat(answer(request -> PiecewiseBody.send(request, pieces.iterator())))
                .contains("transfer-encoding: chunked")
                .endsWith("\r\n\r\n2\r\na,\r\n2\r\nb,\r\n1\r\nc\r\n0\r\n\r\n");
    }

    @Test
    void a_single_piece_is_sent_with_its_length() {
        var piece = Stream.of(Buffer.buffer("abc")).iterator();

        assertThat(answer(request -> PiecewiseBody.send(request, piece)))
                .contains("content-length: 3")
                .endsWith("\r\n\r\nabc");
    }

    @Test
    void others_are_served_between_two_pieces() {
        var served = new AtomicBoolean();
        try (var server = new WatchedServer(request -> {
            if (request.path().equals("/other")) {
                served.set(true);
                ProblemResponses.finish(request, Buffer.buffer("other"));
            } else {
                PiecewiseBody.send(request, pieces("x", () -> !served.get()));
            }
        })) {
            var whole = server.connect().send(GET);
            eventually(() -> made.get() > 1);

            var other = server.connect().send(GET.replace("/ ", "/other ")).rest();

            assertThat(other).endsWith("other");
            assertThat(whole.rest()).endsWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void no_more_is_made_than_the_client_reads_and_one_that_stops_is_given_up() {
        var closed = new AtomicBoolean();
        try (var server = new WatchedServer(request -> {
                    request.connection().closeHandler(_ -> closed.set(true));
                    PiecewiseBody.send(request, pieces(PIECE, () -> made.get() < PIECES));
                });
                var client = server.connect()) {
            client.send(GET);
            eventually(() -> made.get() > 1);

            eventually(() -> {
                server.pass(HttpConnections.ANSWER_MAX.plusSeconds(1));
                return closed.get();
            });

            assertThat(made.get()).isLessThan(PIECES);
        }
    }

    @Test
    void a_client_that_reads_a_little_at_a_time_is_given_up_when_its_time_is_over() {
        var now = new AtomicLong();
        try (var server = new WatchedServer(request -> {
            PiecewiseBody.send(request, pieces("x", () -> true), now::get);
            now.addAndGet(HttpConnections.ANSWER_MAX.toNanos() + 1);
        })) {
            assertThat(server.connect().send(GET).rest()).doesNotEndWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void a_piece_that_cannot_be_made_ends_the_connection_and_not_the_body() {
        var broken = Stream.of("a", "b")
                .map(text -> {
                    if (text.equals("b")) {
                        throw new IllegalStateException("no such piece");
                    }
                    return Buffer.buffer(text);
                })
                .iterator();

        var answer = answer(request -> PiecewiseBody.send(request, new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Buffer next() {
                return broken.next();
            }
        }));

        assertThat(answer).endsWith("1\r\na\r\n");
    }

    @Test
    void a_table_with_the_most_rows_holds_its_event_loop_for_less_than_20_ms_at_a_time() {
        var rows = IntStream.range(0, Tabular.ROWS_MAX)
                .mapToObj(number -> new Line("Ada " + number, "\"London\", " + "x".repeat(200), number))
                .toList();
        var registry = new SimpleMeterRegistry();
        try (var server = new WatchedServer(request -> PiecewiseBody.send(
                        request, CsvTable.of(new Answer.Paged<>(Line.class), new Page<>(rows, null))));
                var _ = LoopWatch.start(server.vertx(), HOLD_MAX, registry)) {

            // The first ones also pay for what is loaded and compiled.
            var holds = IntStream.range(0, TRIES)
                    .mapToDouble(_ -> {
                        double before = holds(registry);
                        assertThat(server.connect().send(GET).rest()).contains("Ada 9999");
                        return holds(registry) - before;
                    })
                    .boxed()
                    .toList();

            assertThat(holds).contains(0.0);
        }
    }

    private static double holds(SimpleMeterRegistry registry) {
        return registry.get("tollgate.loop.holds").functionCounter().count();
    }

    private static String answer(Handler<HttpServerRequest> handler) {
        try (var server = new WatchedServer(handler);
                RawConnection connection = server.connect()) {
            return connection.send(GET).rest();
        }
    }
}
