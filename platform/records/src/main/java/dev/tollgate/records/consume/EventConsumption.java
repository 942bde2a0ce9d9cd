package dev.tollgate.records.consume;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.records.consume.EventRuns.Group;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.partition.OffsetConsumer;
import dev.tollgate.runtime.partition.RecordHandler;
import dev.tollgate.runtime.partition.StoredOffsets;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer's way through the topic: runs its effects, then moves its position. A batch with effects that fail comes
 * again, as {@link DividedRuns} says; an event that fails alone again and again while the database answers is skipped,
 * so that it does not hold up all others.
 */
final class EventConsumption implements RecordHandler {

    /** Events, and bytes of them, in one batch. */
    static final OffsetConsumer.Bounds BATCH_MAX = new OffsetConsumer.Bounds(250, 4 << 20);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

    /** Workspaces whose events are handled at a time. */
    private static final int CONCURRENCY_MAX = 4;

    private static final Logger LOGGER = LoggerFactory.getLogger(EventConsumption.class);

    /** How a consumer reads: its positions, and how many events it has skipped. */
    record Reading(StoredOffsets positions, InstantSource clock, Counter skipped) {}

    /** A batch until it is done: it comes again from the same offset. */
    private record Batch(long first, Map<UUID, DividedRuns> workspaces) {}

    private final String name;
    private final EventRuns runs;
    private final DividedRuns.Effects effects;
    private final Database database;
    private final InstantSource clock;
    private final StoredOffsets positions;

    /** What is not done: one batch of a partition at most, also of one that went to another process. */
    private final Map<Integer, Batch> batches = new HashMap<>();

    EventConsumption(EventConsumer consumer, EventRuns runs, Database database, Reading reading) {
        this.name = consumer.name();
        this.runs = runs;
        this.effects = new DividedRuns.Effects(name, runs, this::answers, reading.skipped()::increment);
        this.database = database;
        this.clock = reading.clock();
        this.positions = reading.positions();
    }

    /** The positions of a consumer in the events topic. */
    static StoredOffsets positions(EventConsumer consumer, UUID topicId) {
        return new StoredOffsets("records.event_position", Topics.EVENTS + ' ' + consumer.name(), topicId);
    }

    @Override
    public Future<Void> store(int partition, long first, List<EventRecord> records) {
        long next = records.getLast().offset() + 1;
        var batch = batch(partition, first);
        var groups = runs.groups(events(records));
        return runs.open(groups)
                .compose(open -> handled(batch, groups, open))
                .compose(_ -> database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(EventRuns.RUN_MAX),
                        transaction -> positions.move(transaction, partition, first, next)))
                .onSuccess(_ -> batches.remove(partition));
    }

    private Batch batch(int partition, long first) {
        var last = batches.get(partition);
        if (last != null && last.first() == first) {
            return last;
        }
        var batch = new Batch(first, new HashMap<>());
        batches.put(partition, batch);
        return batch;
    }

    @Override
    public void dropped(int partition) {
        LOGGER.atDebug()
                .addKeyValue("consumer", name)
                .addKeyValue("partition", partition)
                .log("events already consumed by another process");
    }

    @Override
    public void failed(int partition, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("consumer", name)
                .addKeyValue("partition", partition)
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to consume events, will retry");
    }

    @Override
    public void unreadable(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("consumer", name)
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to read event topic");
    }

    private List<DomainEvent> events(List<EventRecord> records) {
        List<DomainEvent> events = new ArrayList<>(records.size());
        for (var record : records) {
            try {
                events.add(DomainEventJson.read(record.body().getBytes()));
            } catch (RuntimeException unreadable) {
                LOGGER.atError()
                        .addKeyValue("consumer", name)
                        .addKeyValue("partition", record.partition())
                        .addKeyValue("offset", record.offset())
                        .addKeyValue("reason", String.valueOf(unreadable.getMessage()))
                        .log("unreadable event skipped");
            }
        }
        return events;
    }

    /** All groups, a few at a time. Fails at the end if events of some are to come again. */
    private Future<?> handled(Batch batch, List<Group> groups, Map<UUID, Active> open) {
        var lanes = new ArrayList<Future<?>>();
        var again = new ArrayList<Throwable>();
        for (int lane = 0; lane < Math.min(CONCURRENCY_MAX, groups.size()); lane++) {
            Future<?> done = Future.succeededFuture();
            for (int at = lane; at < groups.size(); at += CONCURRENCY_MAX) {
                var group = groups.get(at);
                done = done.compose(_ -> handled(batch, group, open)).onSuccess(cause -> cause.ifPresent(again::add));
            }
            lanes.add(done);
        }
        return Future.join(lanes)
                .compose(_ -> again.isEmpty() ? Future.succeededFuture() : Future.failedFuture(again.getFirst()));
    }

    private Future<Optional<Throwable>> handled(Batch batch, Group group, Map<UUID, Active> open) {
        var workspace = group.workspace().value();
        var in = open.get(workspace);
        return in == null
                ? Future.succeededFuture(Optional.empty())
                : batch.workspaces()
                        .computeIfAbsent(workspace, _ -> new DividedRuns(effects))
                        .round(group, in);
    }

    private Future<Boolean> answers() {
        return database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(ANSWER_MAX),
                        transaction -> transaction.query("SELECT 1", Tuple.tuple()))
                .map(true)
                .otherwise(false);
    }
}
