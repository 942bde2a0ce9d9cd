package dev.tollgate.records.consume;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.records.consume.EventRuns.Group;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.share.OffsetConsumer;
import dev.tollgate.runtime.share.StoredOffsets;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer's way through the topic: runs its effects, then moves its position. Events whose effects fail come
 * again; if those of one workspace fail {@link #TRIES_MAX} times while the database answers, they are skipped, so that
 * they do not hold up all others.
 */
final class EventConsumption implements OffsetConsumer.Runs {

    /** Events, and bytes of them, in one batch. */
    static final OffsetConsumer.Bounds BATCH_MAX = new OffsetConsumer.Bounds(250, 4 << 20);

    /** Failures of one workspace's events before they are skipped. */
    static final int TRIES_MAX = 5;

    /** Workspaces whose events are handled at a time. */
    private static final int CONCURRENCY_MAX = 4;

    private static final Logger LOGGER = LoggerFactory.getLogger(EventConsumption.class);

    private final String name;
    private final EventRuns runs;
    private final Database database;
    private final InstantSource clock;
    private final StoredOffsets positions;
    private final Map<UUID, Integer> failures = new HashMap<>();

    EventConsumption(
            EventConsumer consumer, EventRuns runs, Database database, InstantSource clock, StoredOffsets positions) {
        this.name = consumer.name();
        this.runs = runs;
        this.database = database;
        this.clock = clock;
        this.positions = positions;
    }

    /** The positions of a consumer in the events topic. */
    static StoredOffsets positions(EventConsumer consumer, UUID topicId) {
        return new StoredOffsets("records.event_position", Topics.EVENTS + ' ' + consumer.name(), topicId);
    }

    @Override
    public Future<Void> store(int partition, long first, List<EventRecord> batch) {
        long next = batch.getLast().offset() + 1;
        var groups = runs.groups(events(batch));
        return runs.open(groups)
                .compose(open -> handled(groups, open))
                .compose(_ -> database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(EventRuns.RUN_MAX),
                        transaction -> positions.move(transaction, partition, first, next)));
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

    private List<DomainEvent> events(List<EventRecord> batch) {
        List<DomainEvent> events = new ArrayList<>(batch.size());
        for (var record : batch) {
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

    /** All groups, a few at a time. */
    private Future<?> handled(List<Group> groups, Map<UUID, Active> open) {
        var lanes = new ArrayList<Future<?>>();
        for (int lane = 0; lane < Math.min(CONCURRENCY_MAX, groups.size()); lane++) {
            Future<?> done = Future.succeededFuture();
            for (int at = lane; at < groups.size(); at += CONCURRENCY_MAX) {
                var group = groups.get(at);
                done = done.compose(_ -> handled(group, open));
            }
            lanes.add(done);
        }
        return Future.join(lanes);
    }

    private Future<?> handled(Group group, Map<UUID, Active> open) {
        var workspace = group.workspace().value();
        var in = open.get(workspace);
        if (in == null) {
            return Future.succeededFuture();
        }
        return runs.run(group, in)
                .onSuccess(_ -> failures.remove(workspace))
                .<Object>mapEmpty()
                .recover(cause -> failed(group, cause));
    }

    private Future<Object> failed(Group group, Throwable cause) {
        var workspace = group.workspace().value();
        if (cause instanceof Failure || failures.merge(workspace, 1, Integer::sum) < TRIES_MAX) {
            return Future.failedFuture(cause);
        }
        failures.remove(workspace);
        LOGGER.atError()
                .addKeyValue("consumer", name)
                .addKeyValue("workspace", group.workspace().text())
                .addKeyValue("events", group.events().size())
                .addKeyValue("first", group.events().getFirst().event().id())
                .setCause(cause)
                .log("events skipped: their effects fail again and again");
        return Future.succeededFuture();
    }
}
