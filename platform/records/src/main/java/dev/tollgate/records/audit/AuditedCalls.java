package dev.tollgate.records.audit;

import io.vertx.core.Future;
import java.util.List;

/** Reads the booked calls that say they have an audit row of their own, once from the first to the last. */
@FunctionalInterface
public interface AuditedCalls {

    /** None. */
    AuditedCalls NONE = _ -> Future.succeededFuture(List.of());

    /**
     * Some more of them.
     *
     * @param most about how many
     * @return empty at the end
     */
    Future<List<AuditedCall>> next(int most);
}
