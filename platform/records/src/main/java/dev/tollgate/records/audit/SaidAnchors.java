package dev.tollgate.records.audit;

import io.vertx.core.Future;
import java.util.List;

/** The anchors, as whoever keeps them can tell them. */
@FunctionalInterface
public interface SaidAnchors {

    /** None. */
    SaidAnchors NONE = () -> Future.succeededFuture(List.of());

    /** Some that were not told yet, as many as whoever keeps them has at hand; none is the end. */
    Future<List<Anchor>> next();
}
