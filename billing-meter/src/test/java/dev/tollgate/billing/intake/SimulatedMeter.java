package dev.tollgate.billing.intake;

import dev.tollgate.billing.simulation.SimulatedLog;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.runtime.kafka.Displacement;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.partition.OffsetConsumer;
import dev.tollgate.runtime.partition.RecordHandler;
import dev.tollgate.runtime.partition.StoredOffsets;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One meter of a simulation: the real consumer and the real booking of one partition, fed record by record. It believes
 * that the partition is its own, as others do. What follows a commit is left to the scheduler.
 */
public final class SimulatedMeter {

    /** How the process ends a batch. */
    public enum Fate {
        COMMITS,
        /** It dies before the commit. */
        ROLLED_BACK,
        /** It dies after the commit, before it knows. */
        REPLY_LOST
    }

    private final BookingParts parts;
    private final int partition;
    private final UUID topicId;
    private final Booking booking;
    private final LogGaps gaps;
    private final OffsetConsumer consumer;
    private final MarkerHandler markers;
    private final Set<BudgetKey> budgets = new LinkedHashSet<>();
    private Fate fate = Fate.COMMITS;
    private long position;
    private boolean published;
    private boolean dropped;
    private Throwable fault;

    /** Records as they come, with the fate of this batch. */
    private final class Batches implements RecordHandler {

        @Override
        public Future<Void> store(int ofPartition, long first, List<EventRecord> run) {
            var batch = LogBatch.of(ofPartition, topicId, first, run);
            return switch (fate) {
                case COMMITS ->
                    booking.book(batch).onSuccess(SimulatedMeter.this::took).mapEmpty();
                case ROLLED_BACK -> booking.attempt(batch).compose(_ -> died());
                case REPLY_LOST -> booking.book(batch).compose(_ -> died());
            };
        }

        @Override
        public void dropped(int ofPartition) {
            dropped = true;
        }

        @Override
        public void failed(int ofPartition, Throwable cause) {
            fault = fate == Fate.COMMITS ? cause : fault;
        }

        @Override
        public void unreadable(Throwable cause) {
            fault = cause;
        }

        @Override
        public Future<Boolean> displaced(Displacement displacement, Long knownEnd) {
            return gaps.found(displacement, knownEnd);
        }
    }

    public SimulatedMeter(BookingParts parts, UUID topicId, int partition, MarkerHandler markers) {
        var positions = StoredOffsets.withEpochs("billing.log_position", Topics.USAGE, topicId);
        this.parts = parts;
        this.partition = partition;
        this.topicId = topicId;
        this.markers = markers;
        this.booking = new Booking(parts, positions, markers);
        this.gaps = new LogGaps(parts, topicId);
        this.consumer =
                new OffsetConsumer(parts.database(), parts.clock(), positions, UsageIntake.RUN_MAX, new Batches());
    }

    private static Future<Void> died() {
        return Future.failedFuture(new IllegalStateException("the process died"));
    }

    private void took(BatchResult result) {
        published |= !result.published.isEmpty();
        budgets.addAll(result.publishedBudgets);
        result.markers.forEach(marker -> markers.read(partition, marker));
    }

    /** Begins at the stored position, as after a start. */
    public Future<Void> start() {
        return consumer.read(List.of(partition), (next, _) -> {
            position = next.get(partition);
            return Future.succeededFuture();
        });
    }

    /** Fetches what follows and books it; a log that does not have the position is dealt with instead. */
    public Future<Void> fetch(SimulatedLog log, int most, Fate ending) {
        fate = ending;
        dropped = false;
        var displacement = log.displacement(position, consumer.epoch(partition));
        if (displacement != null) {
            return consumer.displaced(displacement).compose(_ -> start());
        }
        var records = log.from(position, most);
        return records.isEmpty()
                ? Future.succeededFuture()
                : consumer.take(partition, records)
                        .onSuccess(_ -> position = records.getLast().offset() + 1)
                        .transform(ended -> dropped || ended.failed() ? start() : Future.succeededFuture());
    }

    /** Whether the log has nothing more for it. */
    public boolean atEnd(SimulatedLog log) {
        return position == log.end();
    }

    /** Whether what was booked since the last call must be published. */
    public boolean takePublished() {
        var must = published;
        published = false;
        return must;
    }

    /** The budgets that must be published. */
    public List<BudgetKey> takeBudgets() {
        var must = List.copyOf(budgets);
        budgets.clear();
        return must;
    }

    /** Fails where booking failed without a fault of the simulation's making. */
    public void check() {
        if (fault != null) {
            throw new AssertionError("a batch was not booked: " + fault.getMessage(), fault);
        }
    }

    /** Removes what is booked from what the outbox keeps. */
    public Future<Void> sweep() {
        return new KeptMessages(parts.database(), parts.clock()).sweep();
    }

    /** Sends again what is kept and was not booked, as after the minutes of {@link KeptMessages#LOST_AFTER}. */
    public Future<Integer> sendAgain() {
        return parts.database()
                .transaction(
                        RowSecurityContext.NONE,
                        parts.clock().instant().plus(Duration.ofSeconds(10)),
                        transaction -> KeptMessages.sendAgain(transaction, partition));
    }
}
