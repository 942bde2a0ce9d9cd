package dev.tollgate.webhooks.intake;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.partition.OffsetConsumer;
import dev.tollgate.runtime.partition.RecordHandler;
import dev.tollgate.runtime.partition.StoredOffsets;
import dev.tollgate.runtime.postgres.DayPartitions;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlState;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates deliveries from the events topic, from the offset in the table. Used on one event loop; a partition has one
 * batch at a time, so the events of a workspace become deliveries in their order. Events that make too many deliveries,
 * or take too long, are read in smaller numbers.
 */
public final class EventIntake implements RecordHandler {

    /** Maximum of events that become deliveries in one transaction. */
    static final OffsetConsumer.Bounds RUN_MAX = new OffsetConsumer.Bounds(250, 4 << 20);

    private static final Logger LOGGER = LoggerFactory.getLogger(EventIntake.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final String TABLE = "webhooks.log_position";

    /** Failures of one event alone, for a reason that lasts, before it is skipped. */
    static final int TRIES_MAX = 5;

    private final IntakeParts parts;
    private final StoredOffsets positions;
    private final DayPartitions days;

    private final LoneFailures failures = new LoneFailures();

    private EventIntake(IntakeParts parts, StoredOffsets positions) {
        this.parts = parts;
        this.positions = positions;
        this.days = EventDayPartitions.partitions(parts.database(), parts.clock());
    }

    /** The topic, read into deliveries. */
    public static OffsetConsumer reading(IntakeParts parts, UUID topicId) {
        var positions = new StoredOffsets(TABLE, Topics.EVENTS, topicId);
        return new OffsetConsumer(
                parts.database(), parts.clock(), positions, RUN_MAX, new EventIntake(parts, positions));
    }

    @Override
    public Future<Void> store(int partition, long first, List<EventRecord> run) {
        long next = run.getLast().offset() + 1;
        var events = events(run);
        var batch = new IntakeBatch(parts, events);
        return days.make(events.stream().map(IncomingEvent::id).toList())
                .compose(_ -> parts.database()
                        .transaction(
                                RowSecurityContext.NONE, parts.clock().instant().plus(TIME_MAX), transaction -> {
                                    TransactionSettings.taking(transaction);
                                    var moved = positions.move(transaction, partition, first, next);
                                    var current = parts.subscriptions().current(transaction, batch.workspaces());
                                    return moved.compose(_ -> current)
                                            .compose(rosters -> batch.write(transaction, rosters))
                                            .<Void>mapEmpty();
                                }))
                .onSuccess(_ -> {
                    failures.forget(partition);
                    batch.committed();
                });
    }

    @Override
    public boolean divisible(Throwable cause) {
        return cause instanceof Failure.TimeUp
                || cause instanceof IntakeBatch.TooManyDeliveries
                || SqlState.refusesContent(cause);
    }

    /**
     * One event makes a bounded number of deliveries: only what PostgreSQL refuses for its content can never be had.
     */
    @Override
    public @Nullable Future<Void> skip(int partition, long first, EventRecord one, Throwable cause) {
        if (!SqlState.refusesContent(cause) || failures.count(partition, one.offset()) < TRIES_MAX) {
            return null;
        }
        failures.forget(partition);
        return parts.database()
                .transaction(
                        RowSecurityContext.NONE,
                        parts.clock().instant().plus(TIME_MAX),
                        transaction -> positions.move(transaction, partition, first, one.offset() + 1))
                .onSuccess(_ -> skipped(one, String.valueOf(cause.getMessage())));
    }

    @Override
    public void dropped(int partition) {
        LOGGER.atDebug().addKeyValue("partition", partition).log("events already read by another dispatcher");
    }

    @Override
    public void failed(int partition, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to create deliveries of events, will retry");
    }

    @Override
    public void unreadable(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to read event topic");
    }

    private List<IncomingEvent> events(List<EventRecord> run) {
        var now = parts.clock().instant();
        List<IncomingEvent> events = new ArrayList<>(run.size());
        for (var event : run) {
            try {
                var incoming = IncomingEvent.read(event.body().getBytes());
                if (EventDayPartitions.kept(incoming.id(), now, parts.daysKept())) {
                    events.add(incoming);
                } else {
                    skipped(event, "the event is outside of the retention period");
                }
            } catch (IOException | RuntimeException unreadable) {
                skipped(event, String.valueOf(unreadable.getMessage()));
            }
        }
        return events;
    }

    /** It can never be delivered, and must not hold up those behind it. */
    private void skipped(EventRecord event, String reason) {
        parts.counts().skipped();
        LOGGER.atError()
                .addKeyValue("partition", event.partition())
                .addKeyValue("offset", event.offset())
                .addKeyValue("reason", reason)
                .log("event skipped: no deliveries created");
    }
}
