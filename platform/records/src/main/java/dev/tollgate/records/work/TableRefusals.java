package dev.tollgate.records.work;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.postgres.SqlState;
import io.vertx.core.Future;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes that rules and unique indexes of tables turn down, as callers are told of them. */
final class TableRefusals {

    /** How the unique indexes of external IDs end, which {@code records.synced} makes. */
    private static final String EXTERNAL_KEY = "_external_key";

    /** How the other unique indexes of records end, with the column that callers know. */
    private static final Pattern UNIQUE = Pattern.compile("_unique_(\\w+)$");

    private TableRefusals() {}

    /** The refusal of a write that a rule of a table has turned down; any other failure as it is. */
    static <A> Future<Outcome<A>> of(Throwable failure) {
        var refusal = SqlState.refusal(failure);
        if (refusal != null) {
            return Future.succeededFuture(Outcome.refused(new Refusal.Conflict(refusal)));
        }
        var taken = taken(failure);
        if (taken != null) {
            return Future.succeededFuture(Outcome.refused(taken));
        }
        return Future.failedFuture(failure);
    }

    private static @Nullable Refusal taken(Throwable failure) {
        if (!SqlState.UNIQUE_VIOLATION.equals(SqlState.sqlState(failure))) {
            return null;
        }
        var index = String.valueOf(SqlState.constraint(failure));
        var unique = UNIQUE.matcher(index);
        return unique.find()
                ? new Refusal.Conflict("There is a record with this " + unique.group(1) + " already.")
                : index.endsWith(EXTERNAL_KEY) ? Work.EXTERNAL_ID_TAKEN : null;
    }
}
