package dev.tollgate.records.work;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Insertion;
import dev.tollgate.runtime.postgres.RowInsert;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import java.util.ArrayList;

/** The write that is one statement: a row that is known beforehand, and everything that belongs to it. */
final class InsertedRow {

    private final Database database;
    private final Idempotency idempotency;
    private final WorkRows rows;

    InsertedRow(Database database, Idempotency idempotency, WorkRows rows) {
        this.database = database;
        this.idempotency = idempotency;
        this.rows = rows;
    }

    /** As {@link Work#insert}, with the errors of the database as they are. */
    <A> Future<Outcome<A>> write(Call<?> call, RowInsert row, Change<A> change) {
        call.listener().writing();
        var all = new ArrayList<RowInsert>();
        AfterCommit after;
        Insertion insertion;
        try {
            all.add(row);
            after = rows.add(all::add, call, change);
            idempotency.keep(all::add, call, change);
            insertion = new Insertion(call.deadline(), all, idempotency.claim(call), () -> committing(call));
        } catch (RuntimeException broken) {
            call.listener().wroteNothing();
            return Future.failedFuture(broken);
        }
        return database.insert(RowSecurityContext.of(call.caller()), insertion)
                .onComplete(ended -> {
                    if (ended.succeeded() ? !ended.result() : !Failure.effectUnknown(ended.cause())) {
                        call.listener().wroteNothing();
                    }
                })
                .onSuccess(inserted -> AfterCommit.run(inserted ? after : null))
                .map(inserted -> inserted ? Outcome.done(change.answer()) : Outcome.<A>refused(Work.GONE));
    }

    /** Whether the caller waits still: what is sent then cannot be withdrawn. */
    private static boolean committing(Call<?> call) {
        if (call.listener().gone()) {
            return false;
        }
        call.listener().committing();
        return true;
    }
}
