package dev.tollgate.records.table;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** Removes one record of a table that no other module's record holds, and its parts in other tables with it. */
final class RecordRemoval<R extends StoredRecord> {

    private final RecordTable<R> table;
    private final TableSql sql;

    RecordRemoval(RecordTable<R> table, TableSql sql) {
        this.table = table;
        this.sql = sql;
    }

    /** If the record is at the version the caller named. */
    Future<Outcome<Change<R>>> remove(
            Transaction transaction, Call<?> call, Id id, List<? extends PartsDeletion> parts) {
        if (parts.isEmpty() && sql.holders.isEmpty()) {
            return delete(transaction, call, id);
        }
        // Locks the record before its holders are asked and its parts are deleted, so that none is added meanwhile.
        var _ = table.lockedWhole(transaction, call, id);
        var held = sql.holders.stream()
                .map(holder -> transaction.query(holder, RecordTable.key(call, id)))
                .toList();
        var deleted =
                parts.stream().map(part -> part.delete(transaction, call, id)).toList();
        return delete(transaction, call, id)
                .compose(removed -> Future.all(
                                Stream.concat(held.stream(), deleted.stream()).toList())
                        .map(_ -> held.stream().anyMatch(rows -> rows.result().size() > 0)
                                ? Outcome.refused(References.STILL_NAMED)
                                : removed.map(change -> with(change, deleted))));
    }

    private static <R> Change<R> with(Change<R> change, List<Future<List<RecordChange>>> parts) {
        return change.with(
                parts.stream().flatMap(part -> part.result().stream()).toList());
    }

    private Future<Outcome<Change<R>>> delete(Transaction transaction, Call<?> call, Id id) {
        return deleted(transaction, call, id)
                .compose(removed -> switch (removed) {
                    case Outcome.Done<R> _ -> Future.succeededFuture(removed);
                    case Outcome.Refused<R> _, Outcome.Replayed<R> _ -> refusedOrDeleted(transaction, call, id);
                })
                .map(removed -> removed.map(Change::deleted));
    }

    private Future<Outcome<R>> deleted(Transaction transaction, Call<?> call, Id id) {
        var named = call.conditions().ifVersions();
        return transaction
                .query(
                        sql.delete,
                        RecordTable.key(call, id).addValue(named == null ? null : named.toArray(Long[]::new)))
                .map(rows -> table.found(call, rows));
    }

    /**
     * The refusal if nothing was removed; a record that has reached the expected version meanwhile is now locked, and
     * removed.
     */
    private Future<Outcome<R>> refusedOrDeleted(Transaction transaction, Call<?> call, Id id) {
        return table.lockedWhole(transaction, call, id).compose(found -> switch (found) {
            case Outcome.Done<R> _ -> deleted(transaction, call, id);
            case Outcome.Refused<R> _, Outcome.Replayed<R> _ -> Future.succeededFuture(found);
        });
    }
}
