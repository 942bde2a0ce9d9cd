package dev.tollgate.records.audit;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Source of the writes that the ledger has charged. */
@FunctionalInterface
public interface ChargedWrites {

    /** None. */
    ChargedWrites NONE = (_, _) -> Future.succeededFuture(List.of());

    /**
     * Some of them, by the id of their usage event.
     *
     * @param last the last one told; null for the first page
     * @return at most {@code most}; an empty page is the end
     */
    Future<List<ChargedWrite>> after(@Nullable UUID last, int most);
}
