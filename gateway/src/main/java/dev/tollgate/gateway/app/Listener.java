package dev.tollgate.gateway.app;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.access.ConnectionLimits;
import dev.tollgate.gateway.http.HttpConnections;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One port of one loop. HTTP/1.1 only: neither HTTP/2 nor WebSocket is offered. */
final class Listener {

    /** Idle timeout of a connection. */
    private static final int CONNECTION_IDLE_S = 75;

    private static final int HEAD_BYTES_MAX = 16 << 10;
    private static final int TARGET_BYTES_MAX = 8 << 10;

    /** Bytes of a body that are handled at once. A request that is not read holds 16 such chunks. */
    private static final int CHUNK_BYTES_MAX = 16 << 10;

    /** Message of the native transport, which has no exception type for it. */
    private static final String IN_USE = "Address already in use";

    /**
     * Host and port of a listener.
     *
     * @param setting the name of the port's setting
     * @param sameFreePort several listeners that ask for this negative port share one free port
     */
    record Address(String setting, int sameFreePort, String host, int port) {

        static Address gateway(GatewayDeclaration declared) {
            return new Address("tollgate.gateway.port", -1, declared.host(), declared.port());
        }

        static Address control(String host, int port) {
            return new Address("tollgate.control.port", -2, host, port);
        }

        private int bound() {
            return port == 0 ? sameFreePort : port;
        }
    }

    private final Address address;
    private final HttpServer server;

    Listener(
            Vertx vertx, Address address, HttpConnections connections, ConnectionLimits limits, ListenerRouter router) {
        this.address = address;
        var options = options();
        this.server = vertx.createHttpServer(options)
                .connectionHandler(connection -> connections.accept(connection, options, limits))
                .requestHandler(router::handle)
                .invalidRequestHandler(router::handleInvalid)
                .exceptionHandler(_ -> {});
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(CONNECTION_IDLE_S)
                .setMaxHeaderSize(HEAD_BYTES_MAX)
                .setMaxInitialLineLength(TARGET_BYTES_MAX)
                .setMaxChunkSize(CHUNK_BYTES_MAX)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    Future<Void> listen() {
        return server.listen(address.bound(), address.host())
                .recover(failure -> Future.failedFuture(inWords(failure)))
                .mapEmpty();
    }

    int port() {
        return server.actualPort();
    }

    /** Takes no new connection, lets calls end, and closes what is idle. */
    Future<Void> drain(Duration most) {
        return server.shutdown(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    Future<Void> close() {
        return server.close();
    }

    private Throwable inWords(Throwable failure) {
        return failure instanceof BindException
                        || String.valueOf(failure.getMessage()).contains(IN_USE)
                ? Failure.Unavailable.before(
                        "port " + address.port() + " is taken; " + address.setting() + " names another", failure)
                : failure;
    }
}
