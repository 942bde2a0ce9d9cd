package dev.tollgate.records.audit;

import io.vertx.core.Future;
import java.util.List;

/** Source of published anchors. */
@FunctionalInterface
public interface PublishedAnchors {

    /** None. */
    PublishedAnchors NONE = () -> Future.succeededFuture(List.of());

    /** The next anchors, in batches; an empty batch is the end. */
    Future<List<Anchor>> next();
}
