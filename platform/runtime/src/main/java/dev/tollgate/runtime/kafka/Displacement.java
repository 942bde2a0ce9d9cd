package dev.tollgate.runtime.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A reader's position that the log does not have any more.
 *
 * @param next the reader's position: everything before it was read
 * @param start offset of the first event of the log as it is now
 * @param end offset that the next event of the log will get
 * @param divergence offset from which events are others than those that were read; null if unknown
 * @param cause what the Kafka client says
 */
public record Displacement(
        int partition,
        long next,
        long start,
        long end,
        @Nullable Long divergence,
        RuntimeException cause) {

    /** What happened to the log. */
    public enum Kind {
        /** Its end was lost: events at offsets that were read are gone, and others may be there now. */
        CUT,
        /** Its start passed the position: events that were not read are gone. */
        EXPIRED
    }

    public Kind kind() {
        return next < start ? Kind.EXPIRED : Kind.CUT;
    }

    /**
     * From where everything that the log has and that was not read is read. If it is unknown how much of the log is as
     * it was read, that is its start: readers recognize what they have read.
     */
    public long resumeAt() {
        return divergence == null ? start : Math.clamp(divergence, start, Math.max(start, next));
    }

    /** The same for a reader that has stored less than it was given. */
    public Displacement from(long stored) {
        return new Displacement(partition, stored, start, end, divergence, cause);
    }
}
