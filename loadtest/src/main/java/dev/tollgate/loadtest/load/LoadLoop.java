package dev.tollgate.loadtest.load;

import dev.tollgate.loadtest.client.HttpCall;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** One event loop for all connections of a load, so that the load costs the machine little. */
final class LoadLoop implements AutoCloseable {

    /** Number of connections that are opened at a time. */
    private static final int CONNECT_AT_ONCE = 64;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final Context context = vertx.getOrCreateContext();
    /** Kept: a client without a reference closes its connections. */
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));

    Vertx vertx() {
        return vertx;
    }

    /** Runs work on the loop and waits for its result on the caller's thread. */
    <T> T await(long secondsMax, Supplier<Future<T>> work) throws IOException, InterruptedException {
        Promise<T> done = Promise.promise();
        context.runOnContext(_ -> work.get().onComplete(done));
        try {
            return done.future().toCompletionStage().toCompletableFuture().get(secondsMax, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new LoadFailed("not every call was answered within " + secondsMax + " s", e);
        } catch (ExecutionException e) {
            throw new LoadFailed("the load broke off: " + e.getCause(), e);
        }
    }

    /** Opens connections; called on the loop. */
    <C> Future<List<C>> connect(int port, int count, Function<NetSocketInternal, C> connection) {
        return connect(port, count, connection, new ArrayList<>());
    }

    private <C> Future<List<C>> connect(int port, int count, Function<NetSocketInternal, C> connection, List<C> open) {
        if (open.size() >= count) {
            return Future.succeededFuture(open);
        }
        var opening = new ArrayList<Future<?>>();
        for (int i = open.size(); i < Math.min(count, open.size() + CONNECT_AT_ONCE); i++) {
            opening.add(client.connect(port, HttpCall.HOST)
                    .onSuccess(socket -> open.add(connection.apply((NetSocketInternal) socket))));
        }
        return Future.all(opening).compose(_ -> connect(port, count, connection, open));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
