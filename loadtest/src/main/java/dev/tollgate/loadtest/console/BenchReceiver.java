package dev.tollgate.loadtest.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.loadtest.client.HttpCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Takes every webhook, so that lists of deliveries are long. */
final class BenchReceiver implements AutoCloseable {

    private static final int NO_CONTENT = 204;

    private final HttpServer server;

    BenchReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var _ = server.createContext("/", BenchReceiver::take);
        server.start();
    }

    String url() {
        return "http://" + HttpCall.HOST + ':' + server.getAddress().getPort();
    }

    private static void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var _ = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(NO_CONTENT, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
