package dev.tollgate.standalone.ctl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server on loopback that has Tollgate's document and answers what the test has written down, in that order. */
final class Scripted implements AutoCloseable {
    private static final int DEATH = -1;
    private static final String ETAG = "\"v1\"";
    private static final byte[] DOCUMENT = ShippedDocument.bytes();

    /**
     * An answer.
     *
     * @param status 0 ends the connection without one, {@link #DEATH} ends the server too
     * @param nextCursor of a table; null for JSON
     */
    record Answer(int status, String body, @Nullable String nextCursor) {}

    /** A request as it came; what was not said is empty. */
    record Request(String method, String target, String key, String token) {}

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<Integer> documents = new CopyOnWriteArrayList<>();
    private final Deque<Answer> answers = new ConcurrentLinkedDeque<>();
    private final HttpServer http;
    private volatile boolean dry;

    Scripted() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/control/openapi.json", this::document);
        http.createContext("/control/v1/", this::answer);
        http.start();
    }

    String url() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    Scripted then(int status, String body) {
        answers.add(new Answer(status, body, null));
        return this;
    }

    /** A page of a table; without cursor the last. */
    Scripted thenTable(String rows, String nextCursor) {
        answers.add(new Answer(200, rows, nextCursor));
        return this;
    }

    /** All answers are those of dry runs. */
    Scripted dry() {
        dry = true;
        return this;
    }

    /** It dies over the next request, which it has read. */
    Scripted thenDies() {
        return then(DEATH, "");
    }

    private void document(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("ETag", ETAG);
            var known = ETAG.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            documents.add(known ? 304 : 200);
            if (known) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                send(exchange, 200, DOCUMENT);
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    String.valueOf(headers.getFirst("Idempotency-Key")),
                    String.valueOf(headers.getFirst("Authorization"))));
            var _ = exchange.getRequestBody().readAllBytes();
            var answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            if (answer.status > 0) {
                exchange.getResponseHeaders()
                        .add("Content-Type", answer.nextCursor == null ? "application/json" : "text/csv");
                if (answer.nextCursor != null && !answer.nextCursor.isEmpty()) {
                    exchange.getResponseHeaders().add("Tollgate-Next-Cursor", answer.nextCursor);
                }
                exchange.getResponseHeaders().add("Retry-After", "0");
                if (dry) {
                    exchange.getResponseHeaders().add("Tollgate-Dry-Run", "true");
                }
                send(exchange, answer.status, answer.body.getBytes(StandardCharsets.UTF_8));
            } else if (answer.status == DEATH) {
                http.stop(0);
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
