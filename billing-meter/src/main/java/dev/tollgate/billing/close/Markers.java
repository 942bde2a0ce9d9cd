package dev.tollgate.billing.close;

import dev.tollgate.billing.intake.MarkerHandler;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.money.clock.ClockReading;
import dev.tollgate.money.clock.CloseStep;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes markers for the partitions this process reads, and knows which have been read back. Used on one event loop.
 *
 * <p>The clock of a close is the slowest of Redis', PostgreSQL's and this process' own: no bucket closes before every
 * hold in it must have become an event or nothing. While they disagree, and for a minute after, nothing closes
 * ({@link ClockAgreement}): a month that turned too early stays turned. Nor does a marker of before close what that
 * clock has not passed yet.
 */
public final class Markers implements MarkerHandler {

    /** How often a close marker is written. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    /** A partition whose markers do not come back within this is behind. */
    static final Duration BEHIND_AFTER = Duration.ofSeconds(60);

    private static final Logger LOGGER = LoggerFactory.getLogger(Markers.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final String KEY = "marker";

    private static final String CLOSED = "SELECT slice, closed FROM billing.slice WHERE slice = ANY ($1)";

    /** A marker was written for the partition and has not come back yet. */
    private record Question(UUID id, Instant at) {}

    private final Database database;
    private final Supplier<Future<ClockReading>> clocks;
    private final ClockAlarm alarm;
    private final ClockAgreement agreement;
    private final OutboxSignal outbox;
    private final IdSource ids;
    private final InstantSource clock;

    /** Health checks read these on another event loop. */
    private final Map<Integer, Question> asked = new ConcurrentHashMap<>();

    private final Map<Integer, Instant> heard = new ConcurrentHashMap<>();

    /** The last reading; null before the first, while clocks disagree, and for a while after. */
    private @Nullable ClockReading agreed;

    /**
     * Dependencies of {@link Markers}.
     *
     * @param clocks reads the clocks of Redis and PostgreSQL beside that of this process
     */
    public record MarkerParts(
            Database database, Supplier<Future<ClockReading>> clocks, ClockAlarm alarm, OutboxSignal outbox) {}

    public Markers(MarkerParts parts, IdSource ids, InstantSource clock) {
        this.database = parts.database();
        this.clocks = parts.clocks();
        this.alarm = parts.alarm();
        this.agreement = new ClockAgreement(parts.database(), parts.alarm(), clock);
        this.outbox = parts.outbox();
        this.ids = ids;
        this.clock = clock;
    }

    /** These partitions are read from now on; a marker is written for each. */
    public Future<Void> ask(Set<Integer> partitions) {
        heard.keySet().retainAll(partitions);
        asked.keySet().retainAll(partitions);
        var asking = new HashSet<>(partitions);
        asking.removeAll(heard.keySet());
        return write(asking.stream().map(this::question).toList());
    }

    private Outbox.MarkerRow question(int partition) {
        var question = new Question(ids.next(), clock.instant());
        asked.put(partition, question);
        return marker(partition, new Marker.Ready(question.id()));
    }

    /**
     * Closes every bucket whose time is over, even if nothing was held in it: at most an hour of them at once, and none
     * while clocks disagree. A marker that is overdue is written again: another process may have read it.
     */
    public Future<Void> close() {
        Set<Integer> partitions = Set.copyOf(heard.keySet());
        return clocks.get().compose(reading -> closes(partitions, reading)).compose(markers -> {
            overdue().forEach(partition -> markers.add(question(partition)));
            return write(markers);
        });
    }

    private Future<List<Outbox.MarkerRow>> closes(Set<Integer> partitions, ClockReading reading) {
        if (!reading.agrees()) {
            agreed = null;
        }
        return agreement.reached(reading).compose(reached -> {
            agreed = reached ? reading : null;
            return reached ? due(partitions, reading) : Future.succeededFuture(new ArrayList<>());
        });
    }

    private Future<List<Outbox.MarkerRow>> due(Set<Integer> partitions, ClockReading reading) {
        long last = CloseStep.last(reading.slowest());
        return database.read(
                        RowSecurityContext.NONE,
                        CLOSED,
                        Tuple.tuple().addArrayOfInteger(partitions.toArray(Integer[]::new)))
                .map(rows -> {
                    Map<Integer, Long> closed = new HashMap<>();
                    rows.forEach(row -> closed.put(row.getInteger("slice"), row.getLong("closed")));
                    alarm.closed(closed.values(), CloseStep.present(reading.slowest()));
                    return partitions.stream()
                            .map(partition -> marker(
                                    partition,
                                    new Marker.Close(CloseStep.next(closed.getOrDefault(partition, 0L), last))))
                            .collect(Collectors.toCollection(ArrayList::new));
                });
    }

    private List<Integer> overdue() {
        var since = clock.instant().minus(BEHIND_AFTER);
        return asked.entrySet().stream()
                .filter(question -> question.getValue().at().isBefore(since))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void read(int partition, Marker marker) {
        switch (marker) {
            case Marker.Ready(UUID id) -> {
                var question = asked.get(partition);
                if (question != null && question.id().equals(id)) {
                    asked.remove(partition);
                    heard.put(partition, clock.instant());
                }
            }
            case Marker.Close _ -> heard.computeIfPresent(partition, (_, _) -> clock.instant());
            case Marker.Tenant _ -> {}
        }
    }

    /** Whether the slowest clock has passed the bucket: a clock that was ahead may have written the marker. */
    @Override
    public boolean closes(long bucket) {
        var reading = agreed;
        if (reading == null) {
            return false;
        }
        var now = clock.instant();
        long last = CloseStep.last(now.isBefore(reading.slowest()) ? now : reading.slowest());
        if (bucket > last) {
            LOGGER.atWarn()
                    .addKeyValue("bucket", bucket)
                    .addKeyValue("last", last)
                    .log("close marker is ahead of the clocks, a later one closes");
        }
        return bucket <= last;
    }

    /** Fails while clocks disagree, and while a partition's marker is missing or overdue. */
    public Future<Void> check() {
        return agreement.check().compose(_ -> heardFromAll());
    }

    private Future<Void> heardFromAll() {
        if (!asked.isEmpty()) {
            return behind("no marker received yet from partitions " + asked.keySet());
        }
        var since = clock.instant().minus(BEHIND_AFTER);
        var silent = heard.entrySet().stream()
                .filter(partition -> partition.getValue().isBefore(since))
                .map(Map.Entry::getKey)
                .toList();
        return silent.isEmpty() ? Future.succeededFuture() : behind("the meter lags in partitions " + silent);
    }

    private Future<Void> write(List<Outbox.MarkerRow> markers) {
        if (markers.isEmpty()) {
            return Future.succeededFuture();
        }
        var insert = Outbox.markers(Topics.USAGE, markers);
        return database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> transaction.query(insert.sql(), insert.args()))
                .onSuccess(_ -> markers.forEach(marker -> outbox.wrote(marker.slice())))
                .mapEmpty();
    }

    private static Outbox.MarkerRow marker(int partition, Marker marker) {
        return new Outbox.MarkerRow(partition, KEY, Buffer.buffer(UsageCodec.encode(marker)));
    }

    private static Future<Void> behind(String reason) {
        return Future.failedFuture(VertxException.noStackTrace(reason));
    }
}
