package dev.tollgate.records.work;

import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Result of a write: the answer, and every record it created, changed or removed.
 *
 * @param answer what the caller gets; may hold a secret, which {@code records} must not
 * @param records for audit and domain events; the first is the record of the call
 */
public record Change<A>(A answer, List<RecordChange> records) {

    public Change {
        records = List.copyOf(records);
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

    /** New records, one per item that was done. */
    public static <R extends Resource> Change<BatchAnswer<R>> batch(BatchAnswer<R> answer) {
        var records = new ArrayList<RecordChange>();
        for (var item : answer.items()) {
            if (item instanceof Outcome.Done<R>(R after)) {
                records.add(RecordChange.created(after));
            }
        }
        return new Change<>(answer, records);
    }

    /** The same answer with more records, after these. */
    public Change<A> with(List<RecordChange> more) {
        return new Change<>(
                answer, Stream.concat(records.stream(), more.stream()).toList());
    }

    /** An answer that is not the record itself; without records only the call is told. */
    public static <A> Change<A> of(A answer, RecordChange... records) {
        return new Change<>(answer, List.of(records));
    }
}
