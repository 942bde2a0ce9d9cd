package dev.tollgate.webhooks.intake;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.postgres.DayPartitions;
import dev.tollgate.runtime.postgres.Session;
import dev.tollgate.runtime.share.LogPositions;
import dev.tollgate.runtime.share.LogReading;
import dev.tollgate.webhooks.subscription.LocalSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes deliveries of the events' topic, from where the table stands. Used on one event loop; a partition has one batch
 * at a time, so the events of a workspace become deliveries in their order.
 */
public final class Intake implements LogReading.Runs {

    /** What becomes deliveries in one transaction. */
    static final LogReading.Bounds RUN_MAX = new LogReading.Bounds(250, 4 << 20);

    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final String TABLE = "webhooks.log_position";

    private final IntakeParts parts;
    private final LogPositions positions;
    private final DayPartitions days;

    private Intake(IntakeParts parts, LogPositions positions) {
        this.parts = parts;
        this.positions = positions;
        this.days = EventDays.partitions(parts.database(), parts.clock());
    }

    /** The topic, read into deliveries. */
    public static LogReading reading(IntakeParts parts, UUID topicId) {
        var positions = new LogPositions(TABLE, Topics.EVENTS, topicId);
        return new LogReading(parts.database(), parts.clock(), positions, RUN_MAX, new Intake(parts, positions));
    }

    @Override
    public Future<Void> store(int partition, long first, List<EventRecord> run) {
        long next = run.getLast().offset() + 1;
        var events = events(run);
        var batch = new IntakeBatch(parts, events);
        return days.make(events.stream().map(Incoming::id).toList())
                .compose(_ -> parts.database()
                        .transaction(Session.NONE, parts.clock().instant().plus(TIME_MAX), transaction -> {
                            LocalSettings.taking(transaction);
                            var moved = positions.move(transaction, partition, first, next);
                            var current = parts.subscriptions().current(transaction, batch.workspaces());
                            return moved.compose(_ -> current)
                                    .compose(rosters -> batch.write(transaction, rosters))
                                    .<Void>mapEmpty();
                        }))
                .onSuccess(_ -> batch.committed());
    }

    @Override
    public void dropped(int partition) {
        LOGGER.atDebug().addKeyValue("partition", partition).log("another dispatcher has read these events");
    }

    @Override
    public void failed(int partition, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("events could not become deliveries, they will be tried again");
    }

    @Override
    public void unreadable(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("the events' topic cannot be read");
    }

    private List<Incoming> events(List<EventRecord> run) {
        var now = parts.clock().instant();
        List<Incoming> events = new ArrayList<>(run.size());
        for (var event : run) {
            try {
                var incoming = Incoming.read(event.body().getBytes());
                if (EventDays.kept(incoming.id(), now, parts.daysKept())) {
                    events.add(incoming);
                } else {
                    skipped(event, "it is older or newer than what is kept");
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
                .log("an event makes no deliveries");
    }
}
