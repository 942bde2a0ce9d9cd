package dev.tollgate.records.job;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.table.PartsDeletion;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The job of each record of a table: due when the record says, moved with its changes, removed with it. */
public final class RecordJob<R extends StoredRecord> {

    /** When the job of a record is due. */
    @FunctionalInterface
    public interface DueTime<R> {

        /** Null where nothing is to be done for the record. */
        @Nullable Instant of(R record, Call<?> call);
    }

    private final Jobs jobs;
    private final JobKind kind;
    private final DueTime<R> due;

    public RecordJob(Jobs jobs, JobKind kind, DueTime<R> due) {
        this.jobs = jobs;
        this.kind = kind;
        this.due = due;
    }

    /**
     * Sets, moves or removes the job of a record that was created or changed, in the transaction of that.
     *
     * @return the same change
     */
    public Change<R> follow(Transaction transaction, Call<?> call, Change<R> change) {
        var after = change.answer();
        var dueAt = due.of(after, call);
        if (!Objects.equals(dueBefore(call, change), dueAt)) {
            jobs.set(transaction, call, kind, after.id(), dueAt);
        }
        return change;
    }

    @SuppressWarnings("unchecked") // the first record of a change is the one that it answers
    private @Nullable Instant dueBefore(Call<?> call, Change<R> change) {
        var before = (R) change.records().getFirst().before();
        return before == null ? null : due.of(before, call);
    }

    /** Removes the job with its record. */
    public PartsDeletion deletion() {
        return (transaction, call, record) -> {
            jobs.cancel(transaction, call, kind, record);
            return Future.succeededFuture(List.of());
        };
    }
}
