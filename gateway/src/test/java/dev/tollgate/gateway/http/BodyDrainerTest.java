package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that answers every request before it has read its body. */
class BodyDrainerTest {

    private static final int PATIENCE_MS = 10_000;
    private static final int BODY = 8 << 20;
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\n";

    private final WatchedServer server = new WatchedServer(request -> {
        request.response().setStatusCode(413);
        ProblemResponses.finish(request.pause(), Buffer.buffer("too large"));
    });

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: " + BODY + "\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n800000\r\n"})
    void a_client_that_sends_a_large_body_whole_reads_its_answer(String length) throws IOException {
        try (var socket = socket()) {
            send(socket, HEAD + length);
            socket.getOutputStream().write(new byte[BODY]);

            assertThat(answer(socket)).startsWith("HTTP/1.1 413").endsWith("too large");
        }
    }

    @Test
    void a_client_that_does_not_go_on_sending_is_left() throws IOException {
        try (var socket = socket()) {
            send(socket, HEAD + "Content-Length: " + BODY + "\r\n\r\nbegun");

            assertThat(answer(socket)).endsWith("too large");
        }
    }

    @Test
    void a_connection_on_which_little_is_left_takes_the_next_request() throws IOException {
        try (var socket = socket()) {
            send(socket, HEAD + "Content-Length: 5\r\n\r\nhello");
            send(socket, HEAD + "Content-Length: " + BODY + "\r\n\r\n");

            assertThat(answer(socket).split("HTTP/1.1 413", -1)).hasSize(3);
        }
    }

    private Socket socket() throws IOException {
        var socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Until the server closes. */
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
