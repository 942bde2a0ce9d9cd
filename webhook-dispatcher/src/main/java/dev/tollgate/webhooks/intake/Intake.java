package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.kafka.EventReader;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.postgres.Session;
import dev.tollgate.webhooks.subscription.LocalSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads partitions of the events' topic into deliveries, from where the table stands. Used on one event loop; a
 * partition has one batch at a time, so the events of a workspace become deliveries in their order.
 */
public final class Intake implements EventReader {

    /** Events of one transaction, and their bytes. */
    static final int RUN_EVENTS_MAX = 250;

    static final int RUN_BYTES_MAX = 4 << 20;

    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    /** How a stream is opened: on the context of the intake. */
    @FunctionalInterface
    public interface Opening {
        Future<EventStream> open(Map<Integer, Long> offsets, EventReader reader);
    }

    private final IntakeParts parts;
    private final UUID topicId;
    private final EventDays days;
    private final Map<Integer, Long> expected = new HashMap<>();
    private @Nullable EventStream stream;

    public Intake(IntakeParts parts, UUID topicId) {
        this.parts = parts;
        this.topicId = topicId;
        this.days = new EventDays(parts.database(), parts.clock(), parts.daysKept());
    }

    /** Reads these partitions and no others; what was read before is let go of. */
    public Future<Void> read(Collection<Integer> partitions, Opening opening) {
        return close().compose(_ -> positions(partitions)).compose(next -> {
            expected.clear();
            expected.putAll(next);
            return next.isEmpty()
                    ? Future.succeededFuture()
                    : opening.open(next, this)
                            .onSuccess(opened -> stream = opened)
                            .mapEmpty();
        });
    }

    /** How many events of the partitions that are read are no deliveries yet. */
    public Future<Long> lag() {
        var open = stream;
        return open == null
                ? Future.succeededFuture(0L)
                : open.ends()
                        .map(ends -> expected.entrySet().stream()
                                .mapToLong(position ->
                                        Math.max(0, ends.getOrDefault(position.getKey(), 0L) - position.getValue()))
                                .sum());
    }

    public Future<Void> close() {
        var open = stream;
        stream = null;
        return open == null ? Future.succeededFuture() : open.close();
    }

    @Override
    public Future<Void> take(int partition, List<EventRecord> batch) {
        Future<Void> taken = Future.succeededFuture();
        for (var run : runs(partition, batch)) {
            taken = taken.compose(_ -> store(partition, run));
        }
        return taken.recover(
                cause -> cause instanceof LogPositions.NotOurs ? seekAnew(partition) : failed(partition, cause));
    }

    @Override
    public void fault(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("the events' topic cannot be read");
    }

    private Future<Void> store(int partition, List<EventRecord> run) {
        long next = run.getLast().offset() + 1;
        long first = expected.getOrDefault(partition, 0L);
        var events = events(run);
        var batch = new IntakeBatch(parts, events);
        return days.open(events)
                .compose(_ -> parts.database()
                        .transaction(Session.NONE, parts.clock().instant().plus(TIME_MAX), transaction -> {
                            LocalSettings.taking(transaction);
                            var moved = LogPositions.move(transaction, partition, topicId, first, next);
                            var written = parts.subscriptions()
                                    .current(transaction, batch.workspaces())
                                    .compose(rosters -> batch.write(transaction, rosters));
                            return moved.compose(_ -> written).<Void>mapEmpty();
                        }))
                .onSuccess(_ -> {
                    expected.put(partition, next);
                    batch.committed();
                });
    }

    private List<Incoming> events(List<EventRecord> run) {
        List<Incoming> events = new ArrayList<>(run.size());
        for (var event : run) {
            try {
                var incoming = Incoming.read(event.body().getBytes());
                if (days.keeps(incoming.id())) {
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

    private List<List<EventRecord>> runs(int partition, List<EventRecord> records) {
        long from = expected.getOrDefault(partition, 0L);
        List<List<EventRecord>> runs = new ArrayList<>();
        List<EventRecord> run = new ArrayList<>();
        int bytes = 0;
        for (var event : records) {
            if (event.offset() < from) {
                continue;
            }
            if (!run.isEmpty()
                    && (run.size() == RUN_EVENTS_MAX || bytes + event.body().length() > RUN_BYTES_MAX)) {
                runs.add(List.copyOf(run));
                run.clear();
                bytes = 0;
            }
            run.add(event);
            bytes += event.body().length();
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }

    private Future<Void> seekAnew(int partition) {
        return positions(List.of(partition)).compose(next -> {
            long offset = next.getOrDefault(partition, 0L);
            expected.put(partition, offset);
            var open = stream;
            return open == null ? Future.succeededFuture() : open.seek(partition, offset);
        });
    }

    private static Future<Void> failed(int partition, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("events could not become deliveries, they will be tried again");
        return Future.failedFuture(cause);
    }

    private Future<Map<Integer, Long>> positions(Collection<Integer> partitions) {
        return partitions.isEmpty()
                ? Future.succeededFuture(Map.of())
                : LogPositions.find(
                        parts.database(),
                        topicId,
                        partitions,
                        parts.clock().instant().plus(TIME_MAX));
    }
}
