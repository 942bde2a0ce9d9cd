package dev.tollgate.records.table;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.List;

/** Deletes records of another table that belong to the one that is being removed. */
@FunctionalInterface
public interface PartsDeletion {

    /** In the transaction of the removal; gives what was deleted, for audit and events. */
    Future<List<RecordChange>> delete(Transaction transaction, Call<?> call, Id whole);
}
