package dev.tollgate.records.work;

import dev.tollgate.contract.operation.Resource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record before and after. Both are shown to readers of the audit and the event's receivers: never a secret in
 * either.
 *
 * @param resourceType null means the operation's
 * @param event type of the domain event; null means the operation's
 * @param before null for a new record
 * @param after null for a removed one
 */
public record RecordChange(
        @Nullable String resourceType,
        @Nullable String event,
        @Nullable Resource before,
        @Nullable Resource after) {

    public RecordChange {
        if (before == null && after == null) {
            throw new IllegalArgumentException("a change of nothing");
        }
    }

    public static RecordChange created(Resource after) {
        return new RecordChange(null, null, null, after);
    }

    public static RecordChange updated(Resource before, Resource after) {
        return new RecordChange(null, null, before, after);
    }

    public static RecordChange deleted(Resource before) {
        return new RecordChange(null, null, before, null);
    }

    public static RecordChange unchanged(Resource record) {
        return new RecordChange(null, null, record, record);
    }

    /**
     * The same change, under another name than the operation's: for operations that change several kinds of records.
     */
    public RecordChange as(String otherResourceType, String otherEvent) {
        return new RecordChange(otherResourceType, otherEvent, before, after);
    }

    /** The record afterwards, or its last state. */
    public Resource latest() {
        return Objects.requireNonNull(after != null ? after : before);
    }

    /** The version that events of this record are ordered by: a removal comes after the last state. */
    public long version() {
        return after == null ? latest().version() + 1 : after.version();
    }

    /** Whether anything is different now. */
    public boolean changed() {
        return !Objects.equals(before, after);
    }
}
