package dev.tollgate.records.work;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Result of a write: the answer, and every record it created, changed or removed.
 *
 * @param answer what the caller gets; may hold a secret, which {@code records} must not
 * @param records for audit and domain events; the first is the record of the call
 * @param action action for the audit; null means the operation's
 * @param existed whether the answer of a create is a record that existed before
 * @param published domain events besides those of the records
 */
public record Change<A>(
        A answer, List<RecordChange> records, @Nullable String action, boolean existed, List<DomainEvent> published) {

    public Change {
        records = List.copyOf(records);
        published = List.copyOf(published);
    }

    /** A change that makes no events but those of its records. */
    public Change(A answer, List<RecordChange> records, @Nullable String action, boolean existed) {
        this(answer, records, action, existed, List.of());
    }

    /** What the operation does. */
    public Change(A answer, List<RecordChange> records) {
        this(answer, records, null, false);
    }

    /** A new record. */
    public static <R extends Resource> Change<R> created(R after) {
        return of(after, RecordChange.created(after));
    }

    /** A record that has changed. */
    public static <R extends Resource> Change<R> updated(R before, R after) {
        return of(after, RecordChange.updated(before, after));
    }

    /** A record that is gone; the answer is its last state. */
    public static <R extends Resource> Change<R> deleted(R before) {
        return of(before, RecordChange.deleted(before));
    }

    /** The call asked for what was so already: it is audited and charged, and makes no event. */
    public static <R extends Resource> Change<R> unchanged(R record) {
        return of(record, RecordChange.unchanged(record));
    }

    /** The changes of the items that were done. Its action is that of an update if any item was one. */
    public static <R> Change<BatchAnswer<R>> batch(BatchAnswer<R> answer, List<Outcome<Change<R>>> items) {
        var records = new ArrayList<RecordChange>();
        String action = null;
        for (var item : items) {
            if (item instanceof Outcome.Done<Change<R>>(Change<R> change)) {
                records.addAll(change.records());
                action = change.action() == null ? action : change.action();
            }
        }
        return new Change<>(answer, records, action, false);
    }

    /** The same answer with more records, after these. */
    public Change<A> with(List<RecordChange> more) {
        return new Change<>(
                answer, Stream.concat(records.stream(), more.stream()).toList(), action, existed, published);
    }

    /** The same change under another audit action than the operation's. */
    public Change<A> acting(String otherAction) {
        return new Change<>(answer, records, otherAction, existed, published);
    }

    /** The same change, announced by another event than the operation's. */
    public Change<A> announcing(String otherEvent) {
        var told = records.stream()
                .map(record -> new RecordChange(record.resourceType(), otherEvent, record.before(), record.after()))
                .toList();
        return new Change<>(answer, told, action, existed, published);
    }

    /** The same change with an event that a caller has published. */
    public Change<A> publishing(DomainEvent event) {
        return new Change<>(answer, records, action, existed, List.of(event));
    }

    /** The same change of a record that existed before a create: audited as an update, announced as one by default. */
    public Change<A> asUpdateOf(String resource) {
        var told = records.stream()
                .map(record -> record.event() == null ? record.as(resource, resource + ".updated") : record)
                .toList();
        return new Change<>(answer, told, resource + ".update", true);
    }

    /** The same for a record that existed and that the create leaves as it is. */
    public Change<A> asExisting() {
        return new Change<>(answer, records, action, true);
    }

    /** An answer that is not the record itself; without records only the call is told. */
    public static <A> Change<A> of(A answer, RecordChange... records) {
        return new Change<>(answer, List.of(records));
    }
}
