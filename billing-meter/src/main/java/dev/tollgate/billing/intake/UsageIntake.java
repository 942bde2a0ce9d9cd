package dev.tollgate.billing.intake;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.usage.RecordSize;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.kafka.Displacement;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.partition.OffsetConsumer;
import dev.tollgate.runtime.partition.RecordHandler;
import dev.tollgate.runtime.partition.StoredOffsets;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes the usage topic into the ledger, from the offset in the ledger. Used on one event loop; a partition has one
 * batch at a time, so its events are booked in order. Events that take too long together are booked in smaller runs.
 */
public final class UsageIntake implements RecordHandler {

    /**
     * Events of one transaction. Their bytes depend on how much they have in common: 15 of a call of one account among
     * its own, 80 to 120 among those of others. A run that is cut costs what its accounts cost twice.
     */
    static final OffsetConsumer.Bounds RUN_MAX = new OffsetConsumer.Bounds(16_384, 4 << 20);

    /** What a run costs is by accounts: with so many events of each it is worth it. */
    static final int EVENTS_PER_ACCOUNT = 30;

    private static final Logger LOGGER = LoggerFactory.getLogger(UsageIntake.class);
    private static final String TABLE = "billing.log_position";

    private final UUID topicId;
    private final Booking booking;
    private final BatchBisector bisector;
    private final AfterBooking after;
    private final MeterMetrics counts;
    private final LogGaps gaps;
    private final Duration pace;

    private UsageIntake(
            BookingParts parts, StoredOffsets positions, MeterMetrics counts, MarkerHandler markers, LogGaps gaps) {
        this.gaps = gaps;
        this.pace = parts.pace();
        this.topicId = positions.topicId();
        this.booking = new Booking(parts, positions, markers);
        this.bisector = new BatchBisector(booking);
        this.counts = counts;
        this.after = new AfterBooking(
                parts.copies(), parts.outbox(), counts, markers, new LeakedHolds(parts.functions(), counts));
    }

    /** The topic, read and booked. */
    public static OffsetConsumer reading(
            BookingParts parts, UUID topicId, MeterMetrics counts, MarkerHandler markers, LogGaps gaps) {
        var positions = StoredOffsets.withEpochs(TABLE, Topics.USAGE, topicId);
        var intake = new UsageIntake(parts, positions, counts, markers, gaps);
        return new OffsetConsumer(parts.database(), parts.clock(), positions, RUN_MAX, intake);
    }

    /** Gaps of the log that this intake reads. */
    public static LogGaps gaps(BookingParts parts, UUID topicId) {
        return new LogGaps(parts, topicId);
    }

    @Override
    public Future<Void> store(int partition, long first, List<EventRecord> run) {
        return book(partition, first, run).recover(cause -> apart(partition, first, run, cause));
    }

    @Override
    public int events(EventRecord record) {
        return size(record).map(RecordSize::calls).orElse(1);
    }

    private static Optional<RecordSize> size(EventRecord record) {
        var body = record.body();
        return UsageCodec.size(body.getBytes(0, Math.min(body.length(), RecordSize.BYTES_MAX)));
    }

    /** A marker, like everything in JSON, waits for nothing. */
    @Override
    public Duration patience(Collection<EventRecord> waiting) {
        Set<String> keys = new HashSet<>();
        long calls = 0;
        long accounts = 0;
        for (var event : waiting) {
            var size = size(event);
            if (size.isEmpty()) {
                return Duration.ZERO;
            }
            calls += size.get().calls();
            accounts += size.get().accounts() - (keys.add(event.key()) ? 0 : 1);
        }
        return calls >= EVENTS_PER_ACCOUNT * accounts ? Duration.ZERO : pace;
    }

    @Override
    public void dropped(int partition) {
        counts.dropped();
    }

    @Override
    public void failed(int partition, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to book usage batch, will retry");
    }

    @Override
    public void unreadable(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to read usage topic");
    }

    @Override
    public Future<Boolean> displaced(Displacement displacement, @Nullable Long knownEnd) {
        return gaps.found(displacement, knownEnd);
    }

    /** Only what takes too long: what PostgreSQL can never store is put aside by {@link #apart}. */
    @Override
    public boolean divisible(Throwable cause) {
        return cause instanceof Failure.TimeUp;
    }

    private Future<Void> book(int partition, long first, List<EventRecord> run) {
        var batch = LogBatch.of(partition, topicId, first, run);
        return booked(batch, booking.book(batch));
    }

    private Future<Void> booked(LogBatch batch, Future<BatchResult> booking) {
        return booking.onSuccess(result -> after.run(batch, result)).mapEmpty();
    }

    /**
     * Finds the events that PostgreSQL can never store, record by record and event by event; only these become dead
     * letters.
     */
    private Future<Void> apart(int partition, long first, List<EventRecord> run, Throwable cause) {
        if (!Booking.neverStored(cause)) {
            return Future.failedFuture(cause);
        }
        if (run.size() == 1) {
            var batch = LogBatch.of(partition, topicId, first, run);
            return bisector.bisect(batch, cause)
                    .compose(sifted -> booked(batch, booking.book(batch.with(sifted.taken()), sifted.refused())));
        }
        Future<Void> taken = Future.succeededFuture();
        long next = first;
        for (var event : run) {
            long from = next;
            taken = taken.compose(_ -> store(partition, from, List.of(event)));
            next = event.offset() + 1;
        }
        return taken;
    }
}
