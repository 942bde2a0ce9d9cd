package dev.tollgate.records.table;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks and stores changes of locked records. */
final class RecordUpdates<R extends StoredRecord> {

    private final TableDeclaration<R> table;
    private final TableSql sql;
    private final RecordFactory<R> factory;
    private final References references;

    RecordUpdates(TableDeclaration<R> table, TableSql sql, RecordFactory<R> factory, References references) {
        this.table = table;
        this.sql = sql;
        this.factory = factory;
        this.references = references;
    }

    /** Stores a locked record as it is wanted now, unless that changes nothing. */
    Future<Outcome<Change<R>>> changed(Transaction transaction, Call<?> call, R before, Outcome<R> change) {
        var moved = change instanceof Outcome.Done<R>(R after) ? table.move.apply(before, after) : change;
        if (!(moved instanceof Outcome.Done<R>(R wanted))) {
            return Future.succeededFuture(moved.map(Change::unchanged));
        }
        var was = table.shape.values(before);
        var values = table.shape.values(wanted);
        if (!sql.differs(was, values)) {
            return Future.succeededFuture(Outcome.done(Change.unchanged(before)));
        }
        factory.stamp(values, call, before.version() + 1);
        return references
                .faults(transaction, call, List.<@Nullable Object[]>of(references.changed(was, values)))
                .map(faults -> checked(values, faults.getFirst()))
                .map(checked -> checked.map(after -> {
                    // Its answer can only be one row, for the row is locked; the transaction watches over its failure.
                    var _ = transaction.query(sql.update, sql.updated(RecordTable.key(call, before.id()), values));
                    return Change.of(after, table.announcement.told(before, after));
                }));
    }

    private Outcome<R> checked(@Nullable Object[] values, List<FieldError> ofReferences) {
        var record = table.shape.made(values);
        var faults = factory.faults(values, record, ofReferences);
        return faults.isEmpty() ? Outcome.done(record) : Outcome.refused(new Refusal.ValidationFailed(faults));
    }
}
