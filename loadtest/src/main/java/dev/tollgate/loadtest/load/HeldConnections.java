package dev.tollgate.loadtest.load;

import io.vertx.core.Promise;
import java.io.IOException;
import java.util.List;

/** Connections that send one call each and stay open, until this is closed. */
public final class HeldConnections implements AutoCloseable {

    private static final int SECONDS_MAX = 120;

    private final LoadLoop loop = new LoadLoop();
    private int answered;
    private int done;

    /** Opens so many and returns when each has an answer; how many of these were good. */
    public int open(LoadTarget target, int count) throws IOException, InterruptedException {
        Promise<Integer> all = Promise.promise();
        return loop.await(
                SECONDS_MAX,
                () -> loop.connect(target.port(), count, socket -> {
                            var connection = new LoadConnection(socket, List.of(), (_, status) -> {
                                done += status < LoadWindow.ERROR_FROM ? 1 : 0;
                                if (++answered == count) {
                                    all.complete(done);
                                }
                            });
                            connection.send(target.requests().getFirst());
                            return connection;
                        })
                        .compose(_ -> all.future()));
    }

    @Override
    public void close() {
        loop.close();
    }
}
