package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.RawConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of one connection come one at a time, and none has more header lines than it may. */
class RequestDecoderTest {

    private static final Duration SOON = Duration.ofSeconds(8);
    private static final int MORE_THAN_THE_KERNEL_TAKES = 64 << 20;
    private static final String WHO = "ada";
    private static final String CHUNKED = "POST /later HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n";

    private final ConcurrentLinkedQueue<HttpServerRequest> came = new ConcurrentLinkedQueue<>();
    private final WatchedServer server = new WatchedServer(this::answer);

    private void answer(HttpServerRequest request) {
        if (request.path().startsWith("/later")) {
            came.add(request.pause());
        } else {
            request.response().end(request.path());
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void requests_come_one_after_the_other_in_their_order() {
        try (var client = server.connect().send(get("/later/1") + get("/later/2") + get("/later/3"))) {
            for (var path : List.of("/later/1", "/later/2", "/later/3")) {
                var request = awaited();
                assertThat(server.on(came::size)).isZero();
                assertThat(request.path()).isEqualTo(path);

                request.response().end(path);

                assertThat(body(client)).isEqualTo(path);
            }
        }
    }

    @Test
    void nothing_more_is_read_while_a_request_waits() {
        try (var client = server.connect().send(get("/later") + get("/later"))) {
            var first = awaited();
            boolean readsWhileOneWaits = server.on(() -> reads(first));

            first.response().end("first");

            assertThat(body(client)).isEqualTo("first");
            var second = awaited();
            assertThat(readsWhileOneWaits).isFalse();
            assertThat(server.on(() -> reads(second))).isTrue();
        }
    }

    @Test
    void empty_lines_behind_a_request_are_no_next_one() {
        try (var client = server.connect().send(get("/later") + "\n\n")) {
            var first = awaited();
            boolean reads = server.on(() -> reads(first));

            client.send(get("/second"));
            first.response().end("first");

            assertThat(reads).isTrue();
            assertThat(body(client)).isEqualTo("first");
            assertThat(body(client)).isEqualTo("/second");
        }
    }

    @Test
    void what_comes_while_a_request_waits_stays_with_the_kernel() throws InterruptedException {
        try (var client = server.connect().send(get("/later"))) {
            var _ = awaited();
            var sending = Thread.ofVirtual().start(() -> client.send(new byte[MORE_THAN_THE_KERNEL_TAKES]));

            assertThat(sending.join(Duration.ofSeconds(1))).isFalse();
        }
    }

    @Test
    void a_request_that_waited_for_its_turn_and_is_not_read_stops_its_connection() throws InterruptedException {
        var chunked = CHUNKED + "1\nx\n".repeat(100);
        try (var client = server.connect().send(get("/later") + chunked)) {
            awaited().response().end("first");
            assertThat(body(client)).isEqualTo("first");
            var _ = awaited();

            client.send(Integer.toHexString(MORE_THAN_THE_KERNEL_TAKES) + '\n');
            var sending = Thread.ofVirtual().start(() -> client.send(new byte[MORE_THAN_THE_KERNEL_TAKES]));

            assertThat(sending.join(Duration.ofSeconds(1))).isFalse();
        }
    }

    @Test
    void however_many_requests_came_at_once_each_is_answered_in_its_turn() {
        var paths = IntStream.range(0, 500).mapToObj(number -> "/" + number).toList();
        var sent = String.join("", paths.stream().map(RequestDecoderTest::get).toList());
        try (var client = server.connect().send(sent)) {
            assertThat(paths).allSatisfy(path -> assertThat(body(client)).isEqualTo(path));
        }
    }

    @Test
    void a_head_that_was_cut_while_it_waited_is_read_to_its_end() {
        var cut = get("/second");
        try (var client = server.connect().send(get("/later") + cut.substring(0, 20))) {
            var first = awaited();
            first.response().end("first");
            assertThat(body(client)).isEqualTo("first");

            client.send(cut.substring(20));

            assertThat(body(client)).isEqualTo("/second");
        }
    }

    @Test
    void a_broken_body_of_the_next_request_refuses_none_before_it() {
        var broken = CHUNKED + "not a length\n";
        var whole = "POST /later HTTP/1.1\nHost: a\nContent-Length: 4\n\nbody";
        try (var client = server.connect().send(whole + broken)) {
            var first = awaited();

            var read = read(first);

            assertThat(read).isInstanceOf(BodyReader.Reading.Whole.class);
            first.response().end("read");
            assertThat(body(client)).isEqualTo("read");
            assertThat(read(awaited())).isInstanceOf(BodyReader.Reading.Refused.class);
        }
    }

    @Test
    void a_request_has_at_most_a_hundred_header_lines() {
        try (var most = server.connect().send(lines(RequestDecoder.HEADER_LINES_MAX));
                var more = server.connect().send(lines(RequestDecoder.HEADER_LINES_MAX + 1))) {
            assertThat(most.line()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(more.line()).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void each_request_of_a_connection_has_lines_of_its_own() {
        try (var client =
                server.connect().send(lines(RequestDecoder.HEADER_LINES_MAX).repeat(3))) {
            for (int i = 0; i < 3; i++) {
                assertThat(body(client)).isEqualTo("/");
            }
        }
    }

    @Test
    void lines_behind_a_body_count_too() {
        var trailers = "X: y\n".repeat(RequestDecoder.HEADER_LINES_MAX);
        try (var _ = server.connect().send(CHUNKED + "0\n" + trailers + '\n')) {
            assertThat(read(awaited())).isInstanceOf(BodyReader.Reading.Refused.class);
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\nHost: a\n\n";
    }

    private static String lines(int count) {
        return "GET / HTTP/1.1\nHost: a\n" + "X: y\n".repeat(count - 1) + '\n';
    }

    private HttpServerRequest awaited() {
        Eventually.within(SOON, () -> assertThat(came).isNotEmpty());
        return came.remove();
    }

    private BodyReader.Reading read(HttpServerRequest request) {
        var bodies = new BodyReader(new LargeBodyParser(server.vertx(), System::nanoTime), BodyMemory.ofHeap());
        return server.on(() -> bodies.read(request, WHO)).await();
    }

    private static String body(RawConnection client) {
        assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
        int length = 0;
        for (var line = client.line(); !line.isEmpty(); line = client.line()) {
            var words = line.split(": ", 2);
            length = words[0].equalsIgnoreCase("content-length") ? Integer.parseInt(words[1]) : length;
        }
        return client.bytes(length);
    }

    private static boolean reads(HttpServerRequest request) {
        return ((HttpServerConnection) request.connection())
                .channelHandlerContext()
                .channel()
                .config()
                .isAutoRead();
    }
}
