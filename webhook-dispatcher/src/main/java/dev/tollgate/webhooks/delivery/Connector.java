package dev.tollgate.webhooks.delivery;

import dev.tollgate.webhooks.address.Destination;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to judged addresses, one after the other until one succeeds: TCP, or CONNECT through the proxy,
 * then TLS for the requested name, with certificate verification.
 */
final class Connector {

    /** Connect timeout of one address. */
    private static final int CONNECT_MS_MAX = 5_000;

    private static final String VERIFY_HOST = "HTTPS";
    private static final long MICRO_NANOS = 1_000;

    private final NetClient client;
    private final ClientSSLOptions tls;
    private final @Nullable EgressProxy proxy;

    Connector(Vertx vertx, ClientSSLOptions tls, @Nullable EgressProxy proxy) {
        this.client =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MS_MAX));
        this.tls = tls.setHostnameVerificationAlgorithm(VERIFY_HOST);
        this.proxy = proxy;
    }

    /** Failure to connect. */
    static final class NotConnected extends RuntimeException {

        private final ErrorClass errorClass;
        private final @Nullable InetAddress address;

        NotConnected(ErrorClass errorClass, @Nullable InetAddress address) {
            super(errorClass.text(), null, false, false);
            this.errorClass = errorClass;
            this.address = address;
        }

        ErrorClass errorClass() {
            return errorClass;
        }

        @Nullable InetAddress address() {
            return address;
        }
    }

    /** A connection to the first address that takes one; fails with {@link NotConnected}. */
    Future<Connection> open(Destination to, List<InetAddress> addresses) {
        return open(to, addresses, 0);
    }

    private Future<Connection> open(Destination to, List<InetAddress> addresses, int at) {
        var address = addresses.get(at);
        long begunNanos = System.nanoTime();
        return client.connect(options(to, address))
                .recover(refused -> Future.failedFuture(
                        new NotConnected(proxy == null ? ErrorClass.CONNECT : ErrorClass.PROXY, address)))
                .compose(socket -> secured(to, address, socket, begunNanos))
                .recover(failed -> at + 1 < addresses.size() && connectFailed(failed)
                        ? open(to, addresses, at + 1)
                        : Future.failedFuture(failed));
    }

    private static boolean connectFailed(Throwable failed) {
        return failed instanceof NotConnected why && why.errorClass() == ErrorClass.CONNECT;
    }

    private ConnectOptions options(Destination to, InetAddress address) {
        var options = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(to.port(), address.getHostAddress()))
                .setHost(to.host())
                .setPort(to.port())
                .setSsl(false);
        return proxy == null ? options : options.setProxyOptions(proxy.options());
    }

    private Future<Connection> secured(Destination to, InetAddress address, NetSocket socket, long begunNanos) {
        long connectedNanos = System.nanoTime();
        long connectMicros = (connectedNanos - begunNanos) / MICRO_NANOS;
        var internal = (NetSocketInternal) socket;
        if (!to.tls()) {
            return Future.succeededFuture(
                    new Connection(internal, address, new Connection.Opened(begunNanos, connectMicros, 0)));
        }
        return internal.upgradeToSsl(tls, to.literal() == null ? to.host() : null)
                .recover(failed -> {
                    socket.close().onFailure(_ -> {});
                    return Future.failedFuture(new NotConnected(ErrorClass.TLS, address));
                })
                .map(_ -> new Connection(
                        internal,
                        address,
                        new Connection.Opened(
                                begunNanos, connectMicros, (System.nanoTime() - connectedNanos) / MICRO_NANOS)));
    }

    Future<Void> close() {
        return client.close();
    }
}
