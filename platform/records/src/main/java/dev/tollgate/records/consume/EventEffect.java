package dev.tollgate.records.consume;

import io.vertx.core.Future;

/** What a consumer does with events of one workspace. */
@FunctionalInterface
public interface EventEffect {

    /**
     * Takes events in their order. Fails if they are to come again; they may come again anyway, also to another
     * process. Where one fails alone, those behind it are taken before it comes again, and come again after it.
     */
    Future<?> take(EventRun run);
}
