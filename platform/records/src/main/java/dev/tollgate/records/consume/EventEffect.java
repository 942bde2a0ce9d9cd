package dev.tollgate.records.consume;

import io.vertx.core.Future;

/** What a consumer does with events of one workspace. */
@FunctionalInterface
public interface EventEffect {

    /**
     * Takes events in their order. Fails if they are to come again; they may come again anyway, also to another
     * process.
     */
    Future<?> take(EventRun run);
}
