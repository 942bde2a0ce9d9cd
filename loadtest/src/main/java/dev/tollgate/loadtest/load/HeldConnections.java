package dev.tollgate.loadtest.load;

import io.vertx.core.Promise;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Connections that send one call each and stay open, until this is closed. */
public final class HeldConnections implements AutoCloseable {

    private static final int SECONDS_MAX = 120;

    private final LoadLoop loop = new LoadLoop();
    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private int answered;

    /**
     * How the calls were answered.
     *
     * @param succeeded responses below 400
     * @param errors other responses by status; 599 for a broken connection
     */
    public record FirstAnswers(long succeeded, Map<Integer, Long> errors) {

        public FirstAnswers {
            errors = Map.copyOf(errors);
        }

        static FirstAnswers of(Map<Integer, Long> byStatus) {
            var errors = new TreeMap<>(byStatus);
            long succeeded = errors.headMap(LoadWindow.ERROR_FROM).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            errors.headMap(LoadWindow.ERROR_FROM).clear();
            return new FirstAnswers(succeeded, errors);
        }

        public long failed() {
            return errors.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Opens so many and returns when each has an answer. */
    public FirstAnswers open(LoadTarget target, int count) throws IOException, InterruptedException {
        Promise<FirstAnswers> all = Promise.promise();
        return loop.await(
                SECONDS_MAX,
                () -> loop.connect(target.port(), count, socket -> {
                            var connection = new LoadConnection(socket, List.of(), (_, status) -> {
                                byStatus.merge(status, 1L, Long::sum);
                                if (++answered == count) {
                                    all.complete(FirstAnswers.of(byStatus));
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
