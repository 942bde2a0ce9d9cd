package dev.tollgate.records.consume;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.records.consume.EventRuns.Group;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the effects of one consumer. Events of a workspace that fail, or take too long, are run in smaller numbers, down
 * to one alone; one that fails alone {@link #TRIES_MAX} times while the database answers is skipped. How many are run
 * at once is remembered until all of them have succeeded, so that a batch that comes again wastes no time.
 */
final class DividedRuns {

    /** Failures of one event alone before it is skipped. */
    static final int TRIES_MAX = 5;

    /** A run that failed is divided into so many: few runs of full length pass until an event is alone. */
    static final int PARTS = 8;

    private static final Logger LOGGER = LoggerFactory.getLogger(DividedRuns.class);

    private final String consumer;
    private final EventRuns runs;
    private final Supplier<Future<Boolean>> databaseAnswers;
    private final Runnable skipped;

    /** Events of one run, by workspaces in which more have failed. */
    private final Map<UUID, Integer> sizes = new HashMap<>();

    /** Failures of events that were alone, by their id, until the batch is done: it comes again from its beginning. */
    private final Map<UUID, Integer> failures = new HashMap<>();

    /**
     * Those of one consumer.
     *
     * @param databaseAnswers whether it does now, within a second
     * @param skipped is told each event that is skipped
     */
    DividedRuns(EventConsumer consumer, EventRuns runs, Supplier<Future<Boolean>> databaseAnswers, Runnable skipped) {
        this.consumer = consumer.name();
        this.runs = runs;
        this.databaseAnswers = databaseAnswers;
        this.skipped = skipped;
    }

    /** Runs the events in their order. Fails if they are to come again. */
    Future<?> run(Group group, Active in) {
        var events = group.events();
        int most = most(group);
        Future<?> done = Future.succeededFuture();
        for (int from = 0; from < events.size(); ) {
            int to = events.size() - from > most ? from + most : events.size();
            var some = group.of(events.subList(from, to));
            done = done.compose(_ -> runAtOnce(some, in));
            from = to;
        }
        return done;
    }

    /** A batch of all these workspaces is done. */
    void succeeded(List<Group> groups) {
        groups.forEach(group -> {
            sizes.remove(group.workspace().value());
            group.events().forEach(event -> failures.remove(event.event().id()));
        });
    }

    private static UUID only(Group alone) {
        return alone.events().getFirst().event().id();
    }

    private int most(Group group) {
        return sizes.getOrDefault(group.workspace().value(), Integer.MAX_VALUE);
    }

    /** Fewer may be run at once by now than when the events were divided. */
    private Future<?> runAtOnce(Group group, Active in) {
        if (group.events().size() > most(group)) {
            return run(group, in);
        }
        if (group.events().size() == 1 && failures.getOrDefault(only(group), 0) >= TRIES_MAX) {
            return Future.succeededFuture();
        }
        return runs.run(group, in).<Object>mapEmpty().recover(cause -> failed(group, in, cause));
    }

    private Future<Object> failed(Group group, Active in, Throwable cause) {
        boolean late = cause instanceof Failure.TimeUp;
        if (cause instanceof Failure && !late) {
            return Future.failedFuture(cause);
        }
        int events = group.events().size();
        if (events > 1) {
            sizes.put(group.workspace().value(), Math.max(1, events / PARTS));
            return run(group, in).mapEmpty();
        }
        return late
                ? databaseAnswers.get().compose(answers -> answers ? counted(group, cause) : Future.failedFuture(cause))
                : counted(group, cause);
    }

    private Future<Object> counted(Group alone, Throwable cause) {
        if (failures.merge(only(alone), 1, Integer::sum) < TRIES_MAX) {
            return Future.failedFuture(cause);
        }
        skipped.run();
        var event = alone.events().getFirst().event();
        LOGGER.atError()
                .addKeyValue("consumer", consumer)
                .addKeyValue("workspace", alone.workspace().text())
                .addKeyValue("event", event.id())
                .addKeyValue("type", event.type())
                .addKeyValue("resource", event.resourceId())
                .setCause(cause)
                .log("event skipped: its effect fails again and again");
        return Future.succeededFuture();
    }
}
