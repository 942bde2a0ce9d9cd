package dev.tollgate.billing.intake;

import dev.tollgate.runtime.kafka.EventReader;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.postgres.Database;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads partitions of the usage topic into the ledger, from where the ledger stands. Used on one event loop; a
 * partition has one batch at a time, so its events are booked in order.
 */
public final class Intake implements EventReader {

    /** Records of one transaction, by their size: about five hundred events. A single record may be larger. */
    static final int RUN_BYTES_MAX = 512 << 10;

    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);

    /** How a stream is opened: on the context of the intake. */
    @FunctionalInterface
    public interface Opening {
        Future<EventStream> open(Map<Integer, Long> offsets, EventReader reader);
    }

    private final Database database;
    private final InstantSource clock;
    private final UUID topicId;
    private final Booking booking;
    private final AfterBooking after;
    private final MeterCounts counts;
    private final Map<Integer, Long> expected = new HashMap<>();
    private @Nullable EventStream stream;

    public Intake(BookingParts parts, UUID topicId, MeterCounts counts, MarkerReader markers) {
        this.database = parts.database();
        this.clock = parts.clock();
        this.topicId = topicId;
        this.booking = new Booking(parts);
        this.counts = counts;
        this.after =
                new AfterBooking(parts.copies(), parts.outbox(), counts, markers, new Leaks(parts.functions(), counts));
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

    /** The partitions that are read now. */
    public Set<Integer> partitions() {
        return Set.copyOf(expected.keySet());
    }

    /** How many records of the partitions that are read are not booked yet. */
    Future<Long> lag() {
        var open = stream;
        return open == null ? Future.succeededFuture(0L) : open.ends().map(this::behind);
    }

    private long behind(Map<Integer, Long> ends) {
        long behind = 0;
        for (var position : expected.entrySet()) {
            behind += Math.max(0, ends.getOrDefault(position.getKey(), 0L) - position.getValue());
        }
        return behind;
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
            taken = taken.compose(_ -> book(partition, run).recover(cause -> apart(partition, run, cause)));
        }
        return taken.recover(
                cause -> cause instanceof LogPositions.NotOurs ? seekAnew(partition) : failed(partition, cause));
    }

    @Override
    public void fault(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("the usage topic cannot be read");
    }

    private Future<Void> book(int partition, List<EventRecord> run) {
        var batch = LogBatch.of(partition, topicId, expected.getOrDefault(partition, 0L), run);
        return booked(batch, booking.book(batch));
    }

    private Future<Void> booked(LogBatch batch, Future<Tally> booking) {
        return booking.onSuccess(tally -> {
                    expected.put(batch.partition(), batch.next());
                    after.run(batch, tally);
                })
                .mapEmpty();
    }

    /** What PostgreSQL can never store is found record by record, and put aside: the partition moves on. */
    private Future<Void> apart(int partition, List<EventRecord> run, Throwable cause) {
        if (!Booking.neverStored(cause)) {
            return Future.failedFuture(cause);
        }
        if (run.size() == 1) {
            var batch = LogBatch.of(partition, topicId, expected.getOrDefault(partition, 0L), run);
            return booked(batch, booking.putAside(batch, String.valueOf(cause.getMessage())));
        }
        Future<Void> taken = Future.succeededFuture();
        for (var event : run) {
            var single = List.of(event);
            taken = taken.compose(_ -> book(partition, single).recover(worse -> apart(partition, single, worse)));
        }
        return taken;
    }

    /** Records that are not booked yet, in runs of one transaction each. */
    private List<List<EventRecord>> runs(int partition, List<EventRecord> records) {
        long from = expected.getOrDefault(partition, 0L);
        List<List<EventRecord>> runs = new ArrayList<>();
        List<EventRecord> run = new ArrayList<>();
        int bytes = 0;
        for (var event : records) {
            if (event.offset() < from) {
                continue;
            }
            if (!run.isEmpty() && bytes + event.body().length() > RUN_BYTES_MAX) {
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
        counts.dropped();
        return positions(List.of(partition)).compose(next -> {
            long offset = next.getOrDefault(partition, 0L);
            expected.put(partition, offset);
            var open = stream;
            return open == null ? Future.succeededFuture() : open.seek(partition, offset);
        });
    }

    private Future<Void> failed(int partition, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .setCause(cause)
                .log("a batch could not be booked, it will be tried again");
        return Future.failedFuture(cause);
    }

    private Future<Map<Integer, Long>> positions(Collection<Integer> partitions) {
        return partitions.isEmpty()
                ? Future.succeededFuture(Map.of())
                : LogPositions.find(
                        database, topicId, partitions, clock.instant().plus(Booking.TIME_MAX));
    }
}
