package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.fixture.Eventually;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A body has few tiny chunks, however it is cut into packets. */
class TinyChunksTest {

    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String WHO = "ada";
    private static final String CHUNKED = "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n";
    private static final int SLOW_BYTES = 100_000;
    private static final Refusal MALFORMED =
            new Refusal.MalformedRequest("The chunked encoding of the body is malformed.");

    private final ConcurrentLinkedQueue<HttpServerRequest> came = new ConcurrentLinkedQueue<>();
    private final WatchedServer server = new WatchedServer(request -> came.add(request.pause()));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_body_of_tiny_chunks_is_malformed() {
        var tiny = "1;an=extension-is-no-content-however-long-it-is-in-comparison-with-its-chunk\nx\n";
        try (var _ = server.connect().send(CHUNKED + tiny.repeat(RequestDecoder.TINY_CHUNKS_MAX + 100) + "0\n\n")) {
            var read = reading(awaited()).await();

            assertThat(read).isEqualTo(new BodyReader.Reading.Refused(MALFORMED));
        }
    }

    @Test
    void a_few_tiny_chunks_are_read_in_each_request_of_a_connection() {
        var few = CHUNKED + "1\nx\n".repeat(RequestDecoder.TINY_CHUNKS_MAX) + "0\n\n";
        try (var _ = server.connect().send(few.repeat(2))) {
            for (int i = 0; i < 2; i++) {
                var request = awaited();
                assertThat(size(reading(request).await())).isEqualTo(RequestDecoder.TINY_CHUNKS_MAX);
                request.response().end();
            }
        }
    }

    @Test
    void a_body_of_many_chunks_of_a_usual_size_is_read() {
        int count = 4 * RequestDecoder.TINY_CHUNKS_MAX;
        var usual = "40\n" + "x".repeat(RequestDecoder.CHUNK_BYTES_MEAN_MIN) + '\n';
        try (var _ = server.connect().send(CHUNKED + usual.repeat(count) + "0\n\n")) {
            int bytes = size(reading(awaited()).await());

            assertThat(bytes).isEqualTo(count * RequestDecoder.CHUNK_BYTES_MEAN_MIN);
        }
    }

    @Test
    void a_chunked_body_that_comes_a_few_bytes_at_a_time_is_read() throws IOException {
        var chunks = ("64\n" + "x".repeat(100) + '\n').repeat(SLOW_BYTES / 100);

        int bytes = bytesReadOneByOne(CHUNKED, chunks + "0\n\n");

        assertThat(bytes).isEqualTo(SLOW_BYTES);
    }

    @Test
    void a_body_with_a_length_that_comes_a_few_bytes_at_a_time_is_read() throws IOException {
        var head = "POST / HTTP/1.1\nHost: a\nContent-Length: " + SLOW_BYTES + "\n\n";

        int bytes = bytesReadOneByOne(head, "x".repeat(SLOW_BYTES));

        assertThat(bytes).isEqualTo(SLOW_BYTES);
    }

    private int bytesReadOneByOne(String head, String body) throws IOException {
        try (var client = new Socket("127.0.0.1", server.port())) {
            client.setTcpNoDelay(true);
            client.getOutputStream().write(lines(head));
            var reading = reading(awaited());
            for (byte next : lines(body)) {
                client.getOutputStream().write(next);
            }
            return size(reading.await());
        }
    }

    private static byte[] lines(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private HttpServerRequest awaited() {
        Eventually.within(SOON, () -> assertThat(came).isNotEmpty());
        return came.remove();
    }

    private Future<BodyReader.Reading> reading(HttpServerRequest request) {
        var bodies = new BodyReader(new LargeBodyParser(server.vertx(), System::nanoTime), BodyMemory.ofHeap());
        return server.on(() -> bodies.read(request, WHO));
    }

    private static int size(BodyReader.Reading reading) {
        assertThat(reading).isInstanceOf(BodyReader.Reading.Whole.class);
        return ((BodyReader.Reading.Whole) reading).bytes().length();
    }
}
