package dev.tollgate.loadtest.load;

import java.io.IOException;

/** A load generator on one event loop. It waits for every response, so its count is exact. */
public final class VertxLoadGenerator implements LoadGenerator {

    private static final int SECONDS_OVER_MAX = 30;

    private final LoadLoop loop = new LoadLoop();

    @Override
    public String name() {
        return "own client";
    }

    @Override
    public LoadWindow run(LoadTarget target, int connections, int seconds) throws IOException, InterruptedException {
        return constant(target, connections, LoadRun.CLOSED_LOOP, seconds);
    }

    /**
     * An open loop with a constant arrival rate: each call has an intended start, and its latency counts from there,
     * also if no connection was free then.
     */
    public LoadWindow constant(LoadTarget target, int connections, double perSecond, int seconds)
            throws IOException, InterruptedException {
        var run = new LoadRun(loop.vertx(), target, perSecond, seconds);
        return loop.await(
                (long) seconds + SECONDS_OVER_MAX,
                () -> loop.connect(
                                target.port(),
                                connections,
                                socket -> new LoadConnection(socket, target.failures(), run::answered))
                        .compose(run::begin));
    }

    @Override
    public void close() {
        loop.close();
    }
}
