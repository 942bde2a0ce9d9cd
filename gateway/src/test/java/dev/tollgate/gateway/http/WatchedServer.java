package dev.tollgate.gateway.http;

import dev.tollgate.gateway.access.ClientAddresses;
import dev.tollgate.gateway.access.ConnectionLimits;
import dev.tollgate.gateway.fixture.RawConnection;
import dev.tollgate.runtime.memory.Deadlines;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A server whose connections are watched, on one event loop, and whose time a test can turn forward. */
final class WatchedServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final HttpConnections connections;
    private final URI base;
    private long passedNanos;

    WatchedServer(Handler<HttpServerRequest> handler) {
        this(handler, UnreadAnswers.ofHeap());
    }

    WatchedServer(Handler<HttpServerRequest> handler, UnreadAnswers unread) {
        this(handler, unread, List.of(), true);
    }

    /** One for which no time passes but by {@link #pass}. */
    static WatchedServer withoutClock(Handler<HttpServerRequest> handler, List<String> trustedProxies) {
        return new WatchedServer(handler, UnreadAnswers.ofHeap(), trustedProxies, false);
    }

    private WatchedServer(
            Handler<HttpServerRequest> handler, UnreadAnswers unread, List<String> trustedProxies, boolean ticks) {
        var limits = new ConnectionLimits(new ConnectionLimits.Bounds(1_000, 1_000, List.of()));
        this.connections = new HttpConnections(unread, new ClientAddresses(trustedProxies), draining::get);
        var options =
                new HttpServerOptions().setHandle100ContinueAutomatically(false).setHttp2ClearTextEnabled(false);
        Promise<Integer> port = Promise.promise();
        loop.runOnContext(_ -> {
            if (ticks) {
                vertx.setPeriodic(Deadlines.TICK.toMillis(), _ -> connections.tick());
            }
            vertx.createHttpServer(options)
                    .connectionHandler(connection -> connections.accept(connection, options, limits))
                    .requestHandler(handler)
                    .exceptionHandler(_ -> {})
                    .listen(0, "127.0.0.1")
                    .map(server -> server.actualPort())
                    .onComplete(port);
        });
        this.base = URI.create("http://127.0.0.1:" + port.future().await());
    }

    RawConnection connect() {
        return new RawConnection(base);
    }

    int refusalsWaiting() {
        return on(connections::refusalsWaiting);
    }

    /** Drains from now on. */
    void drain() {
        draining.set(true);
        var _ = on(() -> {
            connections.endRests();
            return true;
        });
    }

    /** Lets this much time pass, as far as deadlines are concerned, on the loop. */
    void pass(Duration time) {
        var _ = on(() -> {
            passedNanos += time.toNanos();
            connections.tick(System.nanoTime() + passedNanos);
            return true;
        });
    }

    /** What the loop says. */
    <T> T on(Supplier<T> asked) {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(_ -> answer.complete(asked.get()));
        return answer.future().await();
    }

    Vertx vertx() {
        return vertx;
    }

    int port() {
        return base.getPort();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
