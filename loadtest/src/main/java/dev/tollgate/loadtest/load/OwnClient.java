package dev.tollgate.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client of our own on one event loop: it waits for every answer, so its count is exact. */
public final class OwnClient implements Load, AutoCloseable {

    private static final int SECONDS_OVER_MAX = 30;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    /** Kept: a client that nothing refers to closes its connections. */
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));

    @Override
    public String name() {
        return "own client";
    }

    /** The highest rate: each connection sends its next call when the last one is answered. */
    @Override
    public Window run(Target target, int connections, int seconds) throws IOException, InterruptedException {
        return drive(new Drive(vertx, target, Drive.FULL, seconds), target, connections, seconds);
    }

    /**
     * A constant rate, whatever the answers take: each call has an intended start, and its latency counts from there
     * also where no connection was free then.
     */
    public Window constant(Target target, int connections, double perSecond, int seconds)
            throws IOException, InterruptedException {
        return drive(new Drive(vertx, target, perSecond, seconds), target, connections, seconds);
    }

    private Window drive(Drive drive, Target target, int connections, int seconds)
            throws IOException, InterruptedException {
        Promise<Window> done = Promise.promise();
        vertx.runOnContext(
                _ -> connect(drive, target, connections).compose(drive::begin).onComplete(done));
        try {
            return done.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get((long) seconds + SECONDS_OVER_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the load client broke", e);
        }
    }

    private Future<List<Lane>> connect(Drive drive, Target target, int connections) {
        var lanes = new ArrayList<Future<Lane>>();
        for (int i = 0; i < connections; i++) {
            lanes.add(client.connect(target.port(), Target.HOST)
                    .map(socket -> new Lane(socket, target.failures(), drive::answered)));
        }
        return Future.all(lanes).map(all -> all.<Lane>list());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
