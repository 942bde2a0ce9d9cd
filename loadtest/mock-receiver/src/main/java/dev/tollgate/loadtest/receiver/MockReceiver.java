package dev.tollgate.loadtest.receiver;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** A webhook receiver on ports of loopback with one log of receipts. Thread-safe. */
public final class MockReceiver {

    private static final int RECEIPTS_MAX = 400_000;
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final ReceiptLog receipts = new ReceiptLog(RECEIPTS_MAX);
    private final Map<String, StubResponse> stubs = new ConcurrentHashMap<>();
    private final List<NetServer> servers = new ArrayList<>();
    private final Random random = new Random();

    private MockReceiver(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Starts one on a free port. */
    public static Future<MockReceiver> start(Vertx vertx) {
        return start(vertx, List.of(new NetServerOptions().setHost(LOOPBACK)));
    }

    /** Starts one with these listeners; port 0 is a free one. */
    public static Future<MockReceiver> start(Vertx vertx, List<NetServerOptions> listeners) {
        var receiver = new MockReceiver(vertx);
        Future<?> started = Future.succeededFuture();
        for (var options : listeners) {
            var server = vertx.createNetServer(options.setTcpNoDelay(true));
            receiver.servers.add(server);
            started = started.compose(_ -> server.connectHandler(
                            socket -> new ReceiverConnection((NetSocketInternal) socket, receiver).serve())
                    .listen());
        }
        return started.map(receiver);
    }

    /** The port of the first listener. */
    public int port() {
        return port(0);
    }

    public int port(int listener) {
        return servers.get(listener).actualPort();
    }

    /** Sets the response of a path, whatever its query says. */
    public void stub(String path, StubResponse response) {
        stubs.put(path, response);
    }

    /** Receipts from a number on. */
    public List<Receipt> receipts(long from, int limit) {
        return receipts.from(from, limit);
    }

    public long count() {
        return receipts.count();
    }

    /** The number of oldest receipts that were dropped. */
    public long dropped() {
        return receipts.dropped();
    }

    /** Forgets receipts and stubs. */
    public void reset() {
        receipts.reset();
        stubs.clear();
    }

    public Future<Void> close() {
        return Future.all(servers.stream().map(NetServer::close).toList()).mapEmpty();
    }

    Vertx vertx() {
        return vertx;
    }

    void received(Receipt receipt) {
        receipts.add(receipt);
    }

    /** The response to this request. */
    StubResponse response(String path, Map<String, List<String>> query) {
        var stub = stubs.get(path);
        var response = stub == null ? StubResponse.of(query) : stub;
        return response.failShare() > 0 && random.nextDouble() < response.failShare()
                ? StubResponse.status(StubResponse.FAILED)
                : response;
    }
}
