package dev.tollgate.records.consume;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.records.consume.EventRuns.Group;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the effects of one workspace's events of one batch, in rounds until none is left. Events that fail, or take too
 * long, are run in smaller numbers, down to one alone. Those that fail alone are tried in the same rounds: a round goes
 * on behind them. One that has failed {@link #TRIES_MAX} times while the database answers is skipped, so few rounds
 * pass however many events fail. The last round has run all others in their order.
 */
final class DividedRuns {

    /** Failures of one event alone before it is skipped. */
    static final int TRIES_MAX = 5;

    /** A run that failed is divided into so many: few runs of full length pass until an event is alone. */
    static final int PARTS = 8;

    /** The least time that an event alone gets: many times what its effect takes. */
    static final Duration ALONE_MIN = Duration.ofSeconds(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(DividedRuns.class);

    /**
     * What runs the effects of one consumer.
     *
     * @param consumer its name
     * @param databaseAnswers whether it does now, within a second
     * @param skipped is told each event that is skipped
     */
    record Effects(String consumer, EventRuns runs, Supplier<Future<Boolean>> databaseAnswers, Runnable skipped) {}

    private final Effects effects;

    /** Failures of events that were alone, by their id. */
    private final Map<UUID, Integer> failures = new HashMap<>();

    /** Those of them that took too long. */
    private final Set<UUID> late = new HashSet<>();

    /** Events of one run: fewer after each failure. */
    private int most = Integer.MAX_VALUE;

    DividedRuns(Effects effects) {
        this.effects = effects;
    }

    /**
     * Runs the events in their order.
     *
     * @return why they are to come again, if they are. Fails where no event of the batch can be run now.
     */
    Future<Optional<Throwable>> round(Group group, Active in) {
        var round = new Round(in);
        return round.run(group).map(_ -> Optional.ofNullable(round.again));
    }

    /** A batch may be read again while a round of it is under way: each knows what it left out itself. */
    private final class Round {
        private final Active in;

        /** Why the events are to come again after this round. */
        private @Nullable Throwable again;

        private Round(Active in) {
            this.in = in;
        }

        private Future<?> run(Group group) {
            var events = group.events();
            Future<?> done = Future.succeededFuture();
            for (int from = 0; from < events.size(); ) {
                int to = events.size() - from > most ? from + most : events.size();
                var some = group.of(events.subList(from, to));
                done = done.compose(_ -> runAtOnce(some));
                from = to;
            }
            return done;
        }

        /** Fewer may be run at once by now than when the events were divided. */
        private Future<?> runAtOnce(Group group) {
            int events = group.events().size();
            if (events > most) {
                return run(group);
            }
            if (events == 1 && failures.getOrDefault(only(group), 0) >= TRIES_MAX) {
                return Future.succeededFuture();
            }
            var timeMax = events == 1 ? aloneMax(only(group)) : EventRuns.RUN_MAX;
            return effects.runs().run(group, in, timeMax).<Object>mapEmpty().recover(cause -> failed(group, cause));
        }

        private Future<Object> failed(Group group, Throwable cause) {
            boolean timeUp = cause instanceof Failure.TimeUp;
            if (cause instanceof Failure && !timeUp) {
                return Future.failedFuture(cause);
            }
            int events = group.events().size();
            if (events > 1) {
                most = Math.max(1, events / PARTS);
                return run(group).mapEmpty();
            }
            return timeUp
                    ? effects.databaseAnswers()
                            .get()
                            .compose(answers -> answers ? late(group, cause) : Future.failedFuture(cause))
                    : failedAlone(group, cause);
        }

        private Future<Object> late(Group alone, Throwable cause) {
            late.add(only(alone));
            return failedAlone(alone, cause);
        }

        /** Those behind it are run all the same: they come again after it if it is tried again. */
        private Future<Object> failedAlone(Group alone, Throwable cause) {
            if (failures.merge(only(alone), 1, Integer::sum) < TRIES_MAX) {
                again = cause;
            } else {
                skipped(alone, cause);
            }
            return Future.succeededFuture();
        }
    }

    /** Events that take too long share the time of one run, so that a round of many of them is hardly longer. */
    private Duration aloneMax(UUID event) {
        int sharing = late.contains(event) ? late.size() : late.size() + 1;
        var share = EventRuns.RUN_MAX.dividedBy(sharing);
        return share.compareTo(ALONE_MIN) < 0 ? ALONE_MIN : share;
    }

    private void skipped(Group alone, Throwable cause) {
        effects.skipped().run();
        var event = alone.events().getFirst().event();
        LOGGER.atError()
                .addKeyValue("consumer", effects.consumer())
                .addKeyValue("workspace", alone.workspace().text())
                .addKeyValue("event", event.id())
                .addKeyValue("type", event.type())
                .addKeyValue("resource", event.resourceId())
                .setCause(cause)
                .log("event skipped: its effect fails again and again");
    }

    private static UUID only(Group alone) {
        return alone.events().getFirst().event().id();
    }
}
