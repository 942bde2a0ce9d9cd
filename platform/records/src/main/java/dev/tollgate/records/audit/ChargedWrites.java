package dev.tollgate.records.audit;

import io.vertx.core.Future;
import java.util.List;

/** Reads the writes that the ledger has charged, once from the first to the last. */
@FunctionalInterface
public interface ChargedWrites {

    /** None. */
    ChargedWrites NONE = _ -> Future.succeededFuture(List.of());

    /**
     * Some more of them.
     *
     * @param most about how many
     * @return empty at the end
     */
    Future<List<ChargedWrite>> next(int most);
}
