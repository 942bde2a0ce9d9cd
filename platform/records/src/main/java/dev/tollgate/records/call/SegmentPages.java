package dev.tollgate.records.call;

import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.runtime.ids.UuidOrder;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads segments newest first, some at a time, and opens no more of them than it needs. */
final class SegmentPages {

    /** Segments of one statement. */
    static final int SEGMENTS_MAX = 512;

    /** About how many calls they may have: they are decoded at once, on an event loop. */
    static final int CALLS_OF_PAGE = 2_000;

    private static final int CALLS_OF_SCAN = 5_000;

    /** Segments that one statement looks at, whether they are wanted or not. */
    static final int LOOKED_AT_MAX = 4_000;

    /**
     * Segments that the first statement of a page looks at: most pages end there, and looking is dear. Those that only
     * look whether a full page has all look at more each time. Statements that look at fewer than
     * {@value #LOOKED_AT_MAX} segments, of which a page has two, do not count towards {@link CallReach}.
     */
    private static final int LOOKED_AT_FEW = 64;

    private static final int MORE_EACH_TIME = 8;

    /**
     * How segments are read.
     *
     * @param listener is told how long calls were decoded, which uses the event loop
     * @param lookedAtMax segments that one statement looks at
     */
    record Reading(CallStore.Rows rows, ProgressListener listener, int lookedAtMax) {}

    private final Reading reading;
    private final CallQuery query;
    private final List<UUID> named;

    /** All calls of the query. */
    SegmentPages(Reading reading, CallQuery query) {
        this(reading, query, List.of());
    }

    /** The calls of its chain with these ids, at least one, whatever the bounds of their requests. */
    static SegmentPages named(Reading reading, CallQuery query, List<UUID> ids) {
        return new SegmentPages(reading, query, ids);
    }

    private SegmentPages(Reading reading, CallQuery query, List<UUID> named) {
        this.reading = reading;
        this.query = query;
        this.named = named;
    }

    Future<List<StoredCall>> newest(int count) {
        return newest(count, Integer.MAX_VALUE).map(CallPage::calls);
    }

    /**
     * The newest calls, as far as so many statements read, or a few more: reading ends only at an id that is older than
     * where it was to begin, so that the next page begins further back.
     */
    Future<CallPage> newest(int count, int statementsMax) {
        var newest = new PriorityQueue<StoredCall>(Comparator.comparing(StoredCall::id, UuidOrder.BY_BYTES));
        return newest(newest, count, query.lastIdBeyond(), statementsMax).map(readTo -> {
            List<StoredCall> calls = new ArrayList<>(newest);
            calls.sort(Comparator.comparing(StoredCall::id, UuidOrder.BY_BYTES).reversed());
            return CallPage.of(calls, readTo.orElse(null));
        });
    }

    private Future<Optional<UUID>> newest(PriorityQueue<StoredCall> newest, int count, UUID beyond, int statementsMax) {
        var statements = new AtomicInteger();
        var few = new AtomicInteger(LOOKED_AT_FEW);
        var readTo = new AtomicReference<Optional<UUID>>(Optional.empty());
        return FutureLoop.<UUID>pages(after -> {
                    int lookedAt = after == null || newest.size() == count
                            ? few.getAndUpdate(segments -> Math.min(segments * MORE_EACH_TIME, LOOKED_AT_MAX))
                            : LOOKED_AT_MAX;
                    return read(after == null ? beyond : after, CALLS_OF_PAGE, lookedAt)
                            .map(page -> {
                                var last = keep(newest, count, page);
                                if (last != null
                                        && lookedAt == LOOKED_AT_MAX
                                        && statements.incrementAndGet() >= statementsMax
                                        && isOlder(last, query.beyond())) {
                                    readTo.set(Optional.of(last));
                                    return null;
                                }
                                return last;
                            });
                })
                .map(_ -> readTo.get());
    }

    /** Keeps the newest calls of a page; gives where reading has to go on, null if nowhere. */
    private @Nullable UUID keep(PriorityQueue<StoredCall> newest, int count, RowSet<Row> page) {
        long began = System.nanoTime();
        var last = goesOn(page, row -> {
            if (newest.size() >= count
                    && isOlder(row.getUUID("last_id"), newest.element().id())) {
                return false;
            }
            OpenedSegment.of(row)
                    .newestFirst(query)
                    .takeWhile(call ->
                            newest.size() < count || isOlder(newest.element().id(), call.id()))
                    .forEach(call -> {
                        newest.add(call);
                        if (newest.size() > count) {
                            newest.remove();
                        }
                    });
            return true;
        });
        reading.listener().worked(System.nanoTime() - began);
        // Segments further on have older calls only.
        boolean hasAll = last != null
                && newest.size() >= count
                && isOlder(last, newest.element().id());
        return hasAll ? null : last;
    }

    Future<Boolean> each(long most, Consumer<UsageRecorded> call) {
        var left = new AtomicLong(most);
        var first = query.lastIdBeyond();
        return FutureLoop.<UUID>pages(after -> read(after == null ? first : after, CALLS_OF_SCAN, LOOKED_AT_MAX)
                        .map(page -> scan(page, call, left)))
                .map(_ -> left.get() >= 0);
    }

    /** Gives where reading has to go on, null if nowhere. */
    private @Nullable UUID scan(RowSet<Row> page, Consumer<UsageRecorded> call, AtomicLong left) {
        long began = System.nanoTime();
        var last = goesOn(page, row -> {
            var calls = OpenedSegment.of(row).oldestFirst(query).toList();
            if (left.addAndGet(-calls.size()) < 0) {
                return false;
            }
            calls.forEach(one -> call.accept(one.event()));
            return true;
        });
        reading.listener().worked(System.nanoTime() - began);
        return left.get() < 0 ? null : last;
    }

    /**
     * Reads the segments of a page, as long as more of them are wanted.
     *
     * @return the id before which reading has to go on; null if nothing is left, or no more is wanted
     */
    private @Nullable UUID goesOn(RowSet<Row> page, Predicate<Row> more) {
        UUID last = null;
        for (var row : page) {
            last = row.getUUID("last_id");
            if (row.getBoolean("wanted") && !more.test(row)) {
                return null;
            }
            if (row.getBoolean("ends")) {
                return last;
            }
        }
        return last == null || isLast(page) ? null : last;
    }

    private static boolean isOlder(UUID one, UUID other) {
        return UuidOrder.BY_BYTES.compare(one, other) < 0;
    }

    private Future<RowSet<Row>> read(UUID lastIdBeyond, int calls, int lookedAt) {
        var args = Tuple.tuple()
                .addUUID(query.chain().id())
                .addUUID(query.since())
                .addUUID(query.beyond())
                .addUUID(lastIdBeyond)
                .addArrayOfString(query.words().toArray(String[]::new))
                .addBoolean(query.entries())
                .addInteger(SEGMENTS_MAX)
                .addLong((long) calls);
        if (!named.isEmpty()) {
            var beyond = named.stream().map(CallSegment::lastIdBeyond).toArray(UUID[]::new);
            return reading.rows()
                    .read(
                            SegmentStatements.NAMED,
                            args.addArrayOfUUID(named.toArray(UUID[]::new)).addArrayOfUUID(beyond));
        }
        var request = query.request();
        if (request != null) {
            return reading.rows()
                    .read(
                            query.workspaces() ? SegmentStatements.REQUEST_OF_TENANT : SegmentStatements.REQUEST,
                            args.addUUID(request.value()));
        }
        return reading.rows()
                .read(
                        query.workspaces() ? SegmentStatements.NEWEST_OF_TENANT : SegmentStatements.NEWEST,
                        args.addLong((long) Math.min(lookedAt, reading.lookedAtMax())));
    }

    /** Whether there is nothing behind these rows. */
    private boolean isLast(RowSet<Row> page) {
        long found = page.iterator().next().getLong("found");
        return found < SEGMENTS_MAX && page.size() == found;
    }
}
