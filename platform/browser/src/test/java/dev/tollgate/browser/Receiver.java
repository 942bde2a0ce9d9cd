package dev.tollgate.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A receiver of webhooks on this machine, whose answer a test chooses. */
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String comment = "";

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Answers with this status from now on. */
    void answer(int wanted) {
        status = wanted;
    }

    /** Answers with this header from now on. */
    void comment(String text) {
        comment = text;
    }

    /** The {@code webhook-id} of each request, in order. */
    List<String> ids() {
        return List.copyOf(ids);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var _ = exchange.getRequestBody().readAllBytes();
            ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            if (!comment.isEmpty()) {
                exchange.getResponseHeaders().set("X-Comment", comment);
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
