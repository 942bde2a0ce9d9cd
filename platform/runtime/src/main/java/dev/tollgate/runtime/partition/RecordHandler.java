package dev.tollgate.runtime.partition;

import dev.tollgate.runtime.kafka.Displacement;
import dev.tollgate.runtime.kafka.EventHandler;
import dev.tollgate.runtime.kafka.EventRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an {@link OffsetConsumer} does with the records of its partitions. Called on one event loop. */
public interface RecordHandler {

    /**
     * Stores a run and moves the position past it in the same transaction. Fails with
     * {@link StoredOffsets.OffsetConflict} if the stored offset differs.
     *
     * @param first current offset of the partition
     */
    Future<Void> store(int partition, long first, List<EventRecord> run);

    /** Events of a record. */
    default int events(EventRecord record) {
        return 1;
    }

    /** How long more events are awaited, as {@link EventHandler#patience} says it. */
    default Duration patience(Collection<EventRecord> waiting) {
        return Duration.ZERO;
    }

    /** Another process has already stored these events. */
    void dropped(int partition);

    /** A run could not be stored, and will come again. */
    void failed(int partition, Throwable cause);

    /** Whether fewer records might be stored where these could not be: it was too much, or one of them is bad. */
    default boolean divisible(Throwable cause) {
        return false;
    }

    /**
     * One record could not be stored alone, for a {@link #divisible} reason. Moves the position past it without its
     * effect if that can never be had; null if it is to come again.
     */
    default @Nullable Future<Void> skip(int partition, long first, EventRecord one, Throwable cause) {
        return null;
    }

    /** The topic cannot be read. */
    void unreadable(Throwable cause);

    /**
     * The log does not have the stored position of a partition any more.
     *
     * @param knownEnd the furthest end of the log that was seen; null if none was
     * @return completes when it has been dealt with, with whether the stored position was moved; if not, the partition
     *     is not read until {@link OffsetConsumer#retryHalted} finds another. If it fails, the same is told again. Null
     *     where the same position is tried again and again.
     */
    default @Nullable Future<Boolean> displaced(Displacement displacement, @Nullable Long knownEnd) {
        return null;
    }
}
