package dev.tollgate.records.audit.chain;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Checks segments of calls, for the verification of the audit. */
public interface SealedSegments {

    /** None. */
    SealedSegments NONE = new SealedSegments() {
        @Override
        public Future<List<String>> faults(List<UUID> chains, List<Long> positions) {
            return Future.succeededFuture(List.of());
        }

        @Override
        public Future<CheckedSegments> unchained(CheckedSegments before) {
            return Future.succeededFuture(new CheckedSegments(List.of(), before.chain(), before.lastId(), false));
        }
    };

    /**
     * Segments that were checked, in the order of their keys.
     *
     * @param faults what does not hold of them, one sentence each
     * @param lastId with {@code chain} the key of the last of them
     * @param more whether there may be further ones
     */
    record CheckedSegments(List<String> faults, UUID chain, UUID lastId, boolean more) {

        /** Before the first. */
        public static final CheckedSegments NOTHING =
                new CheckedSegments(List.of(), new UUID(0, 0), new UUID(0, 0), true);

        public CheckedSegments {
            faults = List.copyOf(faults);
        }
    }

    /**
     * What does not hold of those at the last positions of chains, one sentence each.
     *
     * @param positions of these chains, in the same order
     */
    Future<List<String>> faults(List<UUID> chains, List<Long> positions);

    /** Checks some more of those without a place in a chain: no position leads to them. */
    Future<CheckedSegments> unchained(CheckedSegments before);
}
