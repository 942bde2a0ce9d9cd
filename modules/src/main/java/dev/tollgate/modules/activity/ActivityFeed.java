package dev.tollgate.modules.activity;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.consume.ConsumedEvent;
import dev.tollgate.records.consume.EventConsumer;
import dev.tollgate.records.consume.EventRun;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes the events of all modules: keeps the entries of timelines, and logs activities by the rules of
 * {@code set_module}. Activities have ids that follow from event and rule, and are counted by the minute of the event,
 * so that the same events give the same activities whenever and however often they come.
 */
final class ActivityFeed {

    static final EventConsumer CONSUMER = new EventConsumer("activity.feed", "activity.log");

    /** Activities by rules in a workspace for the events of one minute. */
    static final int MINUTE_MAX = 100;

    /** Events of one transaction. */
    private static final int EVENTS_MAX = 50;

    private static final Logger LOGGER = LoggerFactory.getLogger(ActivityFeed.class);
    private static final String LOGGED = "activity.logged";
    private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();

    /** Those of some minutes, which are ranges of ids. */
    private static final String LOGGED_ALREADY = """
            SELECT a.id
              FROM unnest($2::uuid[], $3::uuid[]) AS minute (first, beyond)
              JOIN activity.activity a
                ON a.workspace_id = $1 AND a.id >= minute.first AND a.id < minute.beyond
               AND a.last_actor = $4
            """;

    /** An activity that a rule asks for. */
    private record RuleMatch(UUID id, ConsumedEvent event, ActivityRule rule) {

        long minute() {
            return IdSource.time(event.event().id()).toEpochMilli() / MINUTE_MS;
        }
    }

    private final RecordTable<Activity> activities;
    private final EntryRemoval removal;
    private final InstantSource clock;

    ActivityFeed(ModuleContext context, EntryRemoval removal) {
        this.removal = removal;
        this.activities = context.table(ActivityOperations.ACTIVITIES.table());
        this.clock = context.clock();
    }

    /** A few events at a time, so that no transaction is large. */
    Future<?> take(EventRun run) {
        Future<?> taken = Future.succeededFuture();
        for (int from = 0; from < run.events().size(); from += EVENTS_MAX) {
            var some = run.events()
                    .subList(from, Math.min(from + EVENTS_MAX, run.events().size()));
            taken = taken.compose(_ -> take(run, some));
        }
        return taken;
    }

    private Future<?> take(EventRun run, List<ConsumedEvent> events) {
        var matches = matches(run, events);
        if (matches.isEmpty() && events.stream().noneMatch(TimelineEntries::concerns)) {
            return Future.succeededFuture();
        }
        return run.write(transaction -> {
            // Two processes may have the same events for a moment.
            EntryRemoval.lock(transaction, run.workspaceId());
            TimelineEntries.keep(transaction, run.workspaceId(), events, clock.instant());
            // Deletions come last, since nothing happens to a record after its own.
            return removal.remove(transaction, run, TimelineEntries.deleted(events))
                    .compose(_ -> matches.isEmpty()
                            ? Future.succeededFuture(done(List.of()))
                            : logged(transaction, run, matches)
                                    .compose(known -> insert(transaction, run, admitted(run, matches, known))));
        });
    }

    private static List<RuleMatch> matches(EventRun run, List<ConsumedEvent> events) {
        var rules = ActivityRule.of(run.settings());
        var ids = new HashSet<UUID>();
        var matches = new ArrayList<RuleMatch>();
        for (var event : events) {
            for (var rule : rules) {
                if (rule.matches(event)) {
                    var match = new RuleMatch(rule.idOf(event), event, rule);
                    if (ids.add(match.id())) {
                        matches.add(match);
                    }
                }
            }
        }
        return matches;
    }

    private static Future<Set<UUID>> logged(Transaction transaction, EventRun run, List<RuleMatch> matches) {
        var minutes = matches.stream().map(RuleMatch::minute).distinct().toList();
        var arguments = Tuple.of(run.workspaceId().value())
                .addArrayOfUUID(minutes.stream().map(ActivityFeed::leastId).toArray(UUID[]::new))
                .addArrayOfUUID(
                        minutes.stream().map(minute -> leastId(minute + 1)).toArray(UUID[]::new))
                .addString(CONSUMER.name());
        return transaction.query(LOGGED_ALREADY, arguments).map(ActivityFeed::ids);
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        var ids = new HashSet<UUID>();
        rows.forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }

    /** The least id of a minute. */
    private static UUID leastId(long minute) {
        return IdSource.least(minute * MINUTE_MS);
    }

    /** Those that are not logged yet, and that their minute has room for. */
    private static List<RuleMatch> admitted(EventRun run, List<RuleMatch> matches, Set<UUID> known) {
        Map<Long, Integer> counts = new HashMap<>();
        known.forEach(id -> counts.merge(IdSource.time(id).toEpochMilli() / MINUTE_MS, 1, Integer::sum));
        var admitted = new ArrayList<RuleMatch>();
        int dropped = 0;
        for (var match : matches) {
            if (known.contains(match.id())) {
                continue;
            }
            if (counts.merge(match.minute(), 1, Integer::sum) <= MINUTE_MAX) {
                admitted.add(match);
            } else {
                dropped++;
            }
        }
        if (dropped > 0) {
            LOGGER.atWarn()
                    .addKeyValue("workspace", run.workspaceId().text())
                    .addKeyValue("dropped", dropped)
                    .log("activities by rules dropped: too many in a minute");
        }
        return admitted;
    }

    private Future<Outcome<Change<Integer>>> insert(Transaction transaction, EventRun run, List<RuleMatch> admitted) {
        Future<List<RecordChange>> changes = Future.succeededFuture(new ArrayList<>());
        for (var match : admitted) {
            changes = changes.compose(made -> insert(transaction, run, match).map(change -> {
                made.add(change);
                return made;
            }));
        }
        return changes.map(ActivityFeed::done);
    }

    private static Outcome<Change<Integer>> done(List<RecordChange> changes) {
        return Outcome.done(new Change<>(changes.size(), changes));
    }

    /** A record that is gone meanwhile is not referred to. */
    private Future<RecordChange> insert(Transaction transaction, EventRun run, RuleMatch match) {
        return insert(transaction, run, match, TypedReferences.of(match.event()))
                .compose(outcome -> outcome instanceof Outcome.Refused<?>
                        ? insert(transaction, run, match, TypedReferences.NONE)
                        : Future.succeededFuture(outcome))
                .map(ActivityFeed::change);
    }

    private static RecordChange change(Outcome<Change<Activity>> outcome) {
        return switch (outcome) {
            case Outcome.Done<Change<Activity>>(Change<Activity> change) ->
                RecordChange.created(change.answer()).as("activity", LOGGED);
            case Outcome.Refused<Change<Activity>>(Refusal refusal) ->
                throw new IllegalStateException("an activity of an event was refused: " + refusal);
            case Outcome.Replayed<Change<Activity>> replayed ->
                throw new IllegalStateException("not a step of a call: " + replayed);
        };
    }

    private Future<Outcome<Change<Activity>>> insert(
            Transaction transaction, EventRun run, RuleMatch match, TypedReferences references) {
        return activities.insert(transaction, run.call(), stamp -> activity(stamp, match, references));
    }

    private static Activity activity(Stamp stamp, RuleMatch match, TypedReferences references) {
        var event = match.event().event();
        return new Activity(
                new ActivityId(match.id()),
                stamp.workspace(),
                match.rule().type(),
                match.rule().summaryOf(match.event()),
                null,
                references.contact(),
                references.company(),
                references.deal(),
                references.lead(),
                references.ticket(),
                references.invoice(),
                event.resourceType(),
                event.resourceId(),
                null,
                null,
                false,
                event.time(),
                CustomFields.NONE,
                null,
                null,
                stamp.time(),
                stamp.time(),
                Stamp.VERSION,
                stamp.source(),
                stamp.actor());
    }
}
