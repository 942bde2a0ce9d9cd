package dev.tollgate.records.audit;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Checks segments that are in chains, for their verification. */
@FunctionalInterface
public interface SealedSegments {

    /** None. */
    SealedSegments NONE = (_, _) -> Future.succeededFuture(List.of());

    /**
     * What does not hold of those at the last positions of chains, one sentence each.
     *
     * @param positions of these chains, in the same order
     */
    Future<List<String>> faults(List<UUID> chains, List<Long> positions);
}
