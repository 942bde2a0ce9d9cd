package dev.tollgate.runtime.kafka;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the events of a stream, on the stream's context. */
public interface EventHandler {
    /**
     * The next events of one partition, in order.
     *
     * @return when it is complete, the next batch of this partition follows; when it has failed, the same events come
     *     again after a pause, unless the reader has sought elsewhere
     */
    Future<Void> take(int partition, List<EventRecord> batch);

    /**
     * How long more events are awaited before these go out, counted from when the first of them came; asked again
     * whenever more have come.
     */
    default Duration patience(Collection<EventRecord> waiting) {
        return Duration.ZERO;
    }

    /** Kafka cannot be read: away, or an offset that does not exist. The stream goes on trying. */
    void fault(Throwable cause);

    /**
     * The log does not have the position of a partition any more.
     *
     * @return null where the reader does not deal with it: then the same position is tried again and again. Else
     *     nothing of the partition is read until the reader has sought another position; if it fails, the reader is
     *     told again after a pause.
     */
    default @Nullable Future<Void> displaced(Displacement displacement) {
        fault(displacement.cause());
        return null;
    }

    /**
     * Leader epoch of the event before the reader's position, by which a log that was cut is noticed; null if unknown.
     */
    default @Nullable Integer epoch(int partition) {
        return null;
    }
}
