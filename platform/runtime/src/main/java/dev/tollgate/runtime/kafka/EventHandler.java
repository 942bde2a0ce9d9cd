package dev.tollgate.runtime.kafka;

import io.vertx.core.Future;
import java.util.List;

/** Takes the events of a stream, on the stream's context. */
public interface EventHandler {
    /**
     * The next events of one partition, in order.
     *
     * @return when it is complete, the next batch of this partition follows; when it has failed, the same events come
     *     again after a pause, unless the reader has sought elsewhere
     */
    Future<Void> take(int partition, List<EventRecord> batch);

    /** Kafka cannot be read: away, or an offset that does not exist. The stream goes on trying. */
    void fault(Throwable cause);
}
