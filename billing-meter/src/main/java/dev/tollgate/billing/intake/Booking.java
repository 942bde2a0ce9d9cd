package dev.tollgate.billing.intake;

import dev.tollgate.billing.intake.DeadLetters.Letter;
import dev.tollgate.billing.intake.LogBatch.Item;
import dev.tollgate.billing.intake.LogBatch.RecordKey;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.billing.usage.UsageRecordIds;
import dev.tollgate.money.account.AccountClosing;
import dev.tollgate.money.account.AccountRows;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.account.BudgetRows;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.partition.StoredOffsets;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DayPartitions;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlState;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Books a batch of the log as one transaction: its place in the log, the ids of its records, calls and their sums,
 * accounts, transfers, thresholds with their events, dead letters. Used on one event loop.
 */
final class Booking {

    /** The longest a batch may take. */
    static final Duration TIME_MAX = Duration.ofSeconds(10);

    /**
     * Longer than a write waits, or those before it in an account's queue would make it give up; shorter than a change
     * of an account, and than PostgreSQL takes to look for a deadlock: the meter gives way, and comes again.
     */
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

    private final StoredOffsets positions;
    private final Database database;
    private final InstantSource clock;
    private final IdSource ids;
    private final AccountRows accounts;
    private final AccountClosing closing;
    private final Charging charging;
    private final Posting posting;
    private final DayPartitions days;
    private final DeadLetters deadLetters;
    private final MarkerHandler markers;

    Booking(BookingParts parts, StoredOffsets positions, MarkerHandler markers) {
        this.positions = positions;
        this.markers = markers;
        this.database = parts.database();
        this.clock = parts.clock();
        this.ids = parts.ids();
        this.accounts = parts.accounts();
        this.closing = new AccountClosing(parts.accounts());
        this.charging = new Charging(parts.accounts(), parts.modules(), parts.chained());
        this.posting = parts.posting();
        this.days = UsageDayPartitions.partitions(parts.database(), parts.clock());
        this.deadLetters = new DeadLetters(parts.ids());
    }

    /**
     * Books it, or fails and has changed nothing: with {@link StoredOffsets.OffsetConflict} if another process owns the
     * partition. After a failure with unknown effect, the stored offset decides when the batch is retried.
     */
    Future<BatchResult> book(LogBatch batch) {
        return book(batch, List.of());
    }

    /** The same for what is left of a batch; what was refused of it is kept as it was. */
    Future<BatchResult> book(LogBatch batch, List<Letter> refused) {
        return run(batch, refused, _ -> {});
    }

    /** Fails where {@link #book} would; changes nothing either way. */
    Future<Void> attempt(LogBatch batch) {
        return run(batch, List.of(), Transaction::rollbackOnly).mapEmpty();
    }

    private Future<BatchResult> run(LogBatch batch, List<Letter> refused, Consumer<Transaction> ending) {
        var now = clock.instant();
        var result = new BatchResult(ids.next());
        result.letters.addAll(refused);
        var items = readable(batch, result, now);
        return days.make(recordIds(items, refused))
                .compose(_ -> database.transaction(RowSecurityContext.NONE, now.plus(TIME_MAX), transaction -> {
                    ending.accept(transaction);
                    transaction.waitForLocks(LOCK_TIMEOUT);
                    var moved = Future.all(Transfers.announce(transaction), moved(transaction, batch));
                    return moved.compose(_ -> segments(transaction, batch, Segment.of(items), result, now))
                            .compose(_ -> UsageRecordIds.insert(transaction, ofLetters(result)))
                            .compose(_ -> deadLetters.insert(transaction, batch, result.letters, now));
                }))
                .map(result);
    }

    private Future<Void> moved(Transaction transaction, LogBatch batch) {
        KeptMessages.booked(transaction, batch.partition(), batch.kept());
        return positions.move(transaction, batch.partition(), batch.first(), batch.end());
    }

    /** Whether a retry is useless: PostgreSQL rejects the values themselves. */
    static boolean neverStored(Throwable cause) {
        return SqlState.refusesContent(cause);
    }

    /** Stores as dead letters what can never be booked. */
    private List<Item> readable(LogBatch batch, BatchResult result, Instant now) {
        List<Item> items = new ArrayList<>(batch.items().size());
        for (var item : batch.items()) {
            var fault = switch (item.message()) {
                case UsageMessage.Usage(var event) ->
                    event.call().tenant() == null ? "the event has no tenant" : fault(item, event.id(), now);
                case UsageMessage.Unreadable(var reason, var _) -> reason;
                case UsageMessage.Marked _ -> null;
            };
            if (fault == null) {
                items.add(item);
            } else {
                result.letters.add(new Letter(item, fault, false));
            }
        }
        return items;
    }

    private static @Nullable String fault(Item item, UUID eventId, Instant now) {
        var fault = DayPartitions.fault(eventId, now, UsageDayPartitions.AGE_MAX);
        return fault == null ? DayPartitions.fault(item.record().eventId(), now, UsageDayPartitions.AGE_MAX) : fault;
    }

    private static Set<UUID> recordIds(List<Item> items, List<Letter> refused) {
        Set<UUID> ids = new HashSet<>();
        Stream.concat(items.stream(), refused.stream().map(Letter::item))
                .filter(item -> item.message() instanceof UsageMessage.Usage)
                .forEach(item -> ids.add(item.record().id()));
        return ids;
    }

    private static Set<UUID> ofLetters(BatchResult result) {
        return result.recordsOfLetters()
                .map(RecordKey::id)
                .filter(record -> !result.records.containsKey(record))
                .collect(Collectors.toSet());
    }

    private Future<Void> segments(
            Transaction transaction, LogBatch batch, List<Segment> segments, BatchResult result, Instant now) {
        Future<Void> booked = Future.succeededFuture();
        for (var segment : segments) {
            booked = booked.compose(_ -> applied(transaction, batch.partition(), segment, result, now))
                    .compose(applied -> post(transaction, applied, result, now));
        }
        return booked;
    }

    private Future<Charging.Charged> applied(
            Transaction transaction, int slice, Segment segment, BatchResult result, Instant now) {
        return switch (segment) {
            case Segment.Calls(var entries) -> charging.charge(transaction, slice, entries, result, now);
            case Segment.Raises(var numbers) -> {
                numbers.forEach((tenant, n) -> result.markers.add(new Marker.Tenant(tenant, n)));
                yield accounts.raiseIncarnations(transaction, numbers).map(Charging.Charged::of);
            }
            case Segment.Mark(var marker) -> {
                result.markers.add(marker);
                yield marked(transaction, slice, marker, result, now).map(Charging.Charged::of);
            }
        };
    }

    private Future<List<AppliedUpdate>> marked(
            Transaction transaction, int slice, Marker marker, BatchResult result, Instant now) {
        return switch (marker) {
            case Marker.Close(long bucket) when !markers.closes(bucket) -> Future.succeededFuture(List.of());
            case Marker.Close(long bucket) ->
                closing.close(transaction, slice, bucket, now)
                        .onSuccess(closed -> closed.forEach(result::closed))
                        .compose(closed -> BudgetRows.close(transaction, slice, bucket)
                                .onSuccess(result::budgets)
                                .map(closed));
            case Marker.Tenant(var tenant, long n) -> accounts.raiseIncarnations(transaction, Map.of(tenant, n));
            case Marker.Ready _ -> Future.succeededFuture(List.of());
        };
    }

    private Future<Void> post(Transaction transaction, Charging.Charged charged, BatchResult result, Instant now) {
        charged.applied().forEach(result::add);
        return posting.post(transaction, charged.applied(), result.batchId, charged::purpose, now)
                .onSuccess(result.slices::or)
                .mapEmpty();
    }
}
