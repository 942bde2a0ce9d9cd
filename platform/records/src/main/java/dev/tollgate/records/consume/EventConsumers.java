package dev.tollgate.records.consume;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.SqlState;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The consumers of one event loop and what they do.
 *
 * <pre>{@code
 * static final EventConsumer FEED = new EventConsumer("activity.feed", "activity.log");
 *
 * context.consumers().take(FEED, run -> run.write(transaction -> logged(transaction, run)));
 * }</pre>
 */
public final class EventConsumers {

    /** A consumer with its effect. */
    record Bound(EventConsumer consumer, EventEffect effect) {}

    private final Work work;
    private final EventTypes types;
    private final IdSource ids;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Map<String, Bound> bound = new LinkedHashMap<>();

    public EventConsumers(Work work, EventTypes types, IdSource ids, InstantSource clock, MeterRegistry registry) {
        this.work = work;
        this.types = types;
        this.ids = ids;
        this.clock = clock;
        this.registry = registry;
    }

    /** Binds the effect of a consumer. */
    public void take(EventConsumer consumer, EventEffect effect) {
        if (bound.putIfAbsent(consumer.name(), new Bound(consumer, run -> taken(effect.take(run)))) != null) {
            throw new IllegalStateException(consumer.name() + " has an effect already");
        }
    }

    /**
     * What PostgreSQL refuses for its schema, such as a column that an older version does not know, it would refuse of
     * every event: they wait until it is mended, and none is skipped.
     */
    private static <T> Future<T> taken(Future<T> effect) {
        return effect.recover(cause -> Future.failedFuture(
                cause instanceof Failure || !SqlState.refusesStatement(cause)
                        ? cause
                        : Failure.Unavailable.before(
                                "PostgreSQL refused the effect of events: " + SqlState.sqlState(cause), cause)));
    }

    /** The consumers of a module that have an effect. */
    public Set<EventConsumer> of(String module) {
        return bound.values().stream()
                .map(Bound::consumer)
                .filter(consumer -> consumer.module().equals(module))
                .collect(Collectors.toUnmodifiableSet());
    }

    Collection<Bound> bound() {
        return List.copyOf(bound.values());
    }

    Work work() {
        return work;
    }

    EventTypes types() {
        return types;
    }

    IdSource ids() {
        return ids;
    }

    InstantSource clock() {
        return clock;
    }

    MeterRegistry registry() {
        return registry;
    }
}
