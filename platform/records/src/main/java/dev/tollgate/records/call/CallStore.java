package dev.tollgate.records.call;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.audit.chain.LockedChainHeads;
import dev.tollgate.runtime.ids.UuidOrder;
import dev.tollgate.runtime.postgres.Columns;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Metered calls in PostgreSQL: one row per chain, month, minute and batch of the meter. Everything that shows calls
 * reads them here; another store needs the same four: append, page, by request, segments (decision 64).
 */
public final class CallStore {

    /** Reads rows, as the one that may see them. */
    @FunctionalInterface
    public interface Rows {
        Future<RowSet<Row>> read(String sql, Tuple args);
    }

    /** Names that one statement reads. */
    private static final int NAMES_MAX = 256;

    private static final UUID LEAST = new UUID(0, 0);

    /** Of statements: what is looked for ends by itself. */
    private static final int ANY_NUMBER = Integer.MAX_VALUE;

    private static final String OF_NAMES = """
            SELECT DISTINCT n.call_id
              FROM unnest($2::text[]) AS wanted (name)
             CROSS JOIN LATERAL (
                   SELECT c.call_id FROM records.call_name AS c
                    WHERE c.chain = $1 AND c.name = wanted.name AND c.call_id >= $3 AND c.call_id < $4
                    ORDER BY c.call_id DESC LIMIT $5) AS n
             ORDER BY n.call_id DESC LIMIT $5
            """;

    private static final String OF_REQUEST = "SELECT " + SegmentRows.COLUMNS + """

              FROM records.next_segments_of_request($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String BESIDES_ENTRIES = "SELECT " + SegmentRows.COLUMNS + """

              FROM records.call_segment
             WHERE (chain, last_id) > ($1, $2) AND entries < calls
               AND (recorded_at < now() - interval '10 seconds'
                    OR COALESCE(uuid_extract_timestamp(last_id) < now() - interval '1 hour', true))
             ORDER BY chain, last_id LIMIT $3
            """;

    private final Rows rows;
    private final SegmentPages.Reading reading;

    public CallStore(Rows rows) {
        this(rows, ProgressListener.NOBODY);
    }

    /** @param listener is told how long calls were decoded, which uses the event loop */
    public CallStore(Rows rows, ProgressListener listener) {
        this(rows, listener, SegmentPages.LOOKED_AT_MAX);
    }

    CallStore(Rows rows, ProgressListener listener, int lookedAtMax) {
        this.rows = rows;
        this.reading = new SegmentPages.Reading(rows, listener, lookedAtMax);
    }

    /**
     * Stores calls in the transaction that books them, and appends those without an audit row to their chains.
     *
     * @param chained whether these are entries of their chains by their segments
     */
    public static Future<Void> append(
            Transaction transaction, List<BookedCall> calls, boolean chained, UUID batch, Instant now) {
        var segments = CallSegment.of(calls, chained, CallSegment.CALLS_MAX);
        if (segments.isEmpty()) {
            return Future.succeededFuture();
        }
        var chains = segments.stream()
                .filter(segment -> segment.entries() > 0)
                .map(CallSegment::chain)
                .toList();
        if (!chains.isEmpty()) {
            // The sealer holds a head for a transaction of up to a thousand entries.
            transaction.waitForLocks();
        }
        return LockedChainHeads.of(transaction, chains).compose(heads -> {
            List<Tuple> tuples = new ArrayList<>();
            for (var segment : segments) {
                var digest = segment.digest();
                var link = segment.entries() == 0
                        ? null
                        : heads.append(segment.chain(), segment.entries(), segment.lastId(), digest);
                tuples.add(SegmentRows.tuple(segment, digest, link, batch, now));
            }
            return Future.all(
                            transaction.query(SegmentRows.INSERT, Columns.of(SegmentRows.TYPES, tuples)),
                            CallNames.append(transaction, calls),
                            heads.move(transaction))
                    .mapEmpty();
        });
    }

    /**
     * The newest calls that match, at most {@code count}. Where few do, it ends at its reach. Those of a request in a
     * workspace are always found: those near it are looked for, and late ones are named. Named ones of a tenant's
     * workspaces are not found on the tenant.
     */
    public Future<CallPage> page(CallQuery query, int count, CallReach reach) {
        var request = query.request();
        return request == null
                ? new SegmentPages(reading, query).newest(count, reach.statementsMax())
                : ofRequest(query, request, count).map(calls -> new CallPage(calls, null));
    }

    private Future<List<StoredCall>> ofRequest(CallQuery query, RequestId request, int count) {
        var near = new SegmentPages(reading, query.near(request)).newest(count);
        var late = named(query, List.of(request.text()), count, ANY_NUMBER);
        return Future.all(near, late).map(_ -> {
            var found = new TreeMap<UUID, StoredCall>(UuidOrder.BY_BYTES.reversed());
            near.result().forEach(call -> found.put(call.id(), call));
            late.result().calls().forEach(call -> found.put(call.id(), call));
            return found.values().stream().limit(count).toList();
        });
    }

    /** The calls of a client's request, which names its own id, newest first, as far as the reach. */
    public Future<CallPage> ofClientRequest(CallQuery query, String id, int count, CallReach reach) {
        var ofClient = query.where(event -> id.equals(event.call().clientRequestId()));
        return named(ofClient, CallNames.ofClient(id), count, reach.statementsMax());
    }

    /**
     * Each further part of the names has half the statements of the one before: together no more than twice as many, or
     * any number.
     */
    private Future<CallPage> named(CallQuery query, List<String> names, int count, int statementsMax) {
        var args = Tuple.of(query.chain().id(), names.toArray(String[]::new), query.since(), query.beyond(), NAMES_MAX);
        return rows.read(OF_NAMES, args).compose(found -> {
            List<UUID> ids = new ArrayList<>();
            found.forEach(row -> ids.add(row.getUUID(0)));
            if (ids.isEmpty()) {
                return Future.succeededFuture(new CallPage(List.of(), null));
            }
            var oldest = ids.getLast();
            var isLast = ids.size() < NAMES_MAX;
            return SegmentPages.named(reading, query.since(oldest).upTo(ids.getFirst()), ids)
                    .newest(count, statementsMax)
                    .compose(page -> {
                        if (isLast || page.readTo() != null || page.calls().size() == count) {
                            return Future.succeededFuture(page);
                        }
                        return statementsMax == 1
                                ? Future.succeededFuture(new CallPage(page.calls(), oldest))
                                : named(
                                                query.before(oldest),
                                                names,
                                                count - page.calls().size(),
                                                statementsMax == ANY_NUMBER ? ANY_NUMBER : statementsMax / 2)
                                        .map(page::followedBy);
                    });
        });
    }

    /** The calls of a request in this chain, newest first. */
    public Future<List<StoredCall>> ofRequest(Chain chain, RequestId request, int count) {
        return ofRequest(CallQuery.ofRequest(chain, request), request, count);
    }

    /**
     * The calls of a request in any chain, of the first page of segments that has some; none unless the reader is on
     * the installation.
     */
    public Future<List<StoredCall>> ofRequest(RequestId request) {
        var query = CallQuery.ofRequest(Chain.INSTALLATION, request);
        var near = query.near(request);
        var calls = new TreeMap<UUID, StoredCall>(UuidOrder.BY_BYTES.reversed());
        return FutureLoop.<CallSegment>pages(after -> {
                    var args = Tuple.of(request.value(), request.text(), near.since(), near.lastIdBeyond())
                            .addUUID(after == null ? LEAST : after.chain().id())
                            .addUUID(after == null ? LEAST : after.lastId())
                            .addLong((long) SegmentPages.CALLS_OF_PAGE);
                    return rows.read(OF_REQUEST, args).map(page -> {
                        var last = open(page, query, calls);
                        return calls.isEmpty() ? last : null;
                    });
                })
                .map(_ -> List.copyOf(calls.values()));
    }

    /** Adds the calls of these segments that match; gives the last segment, null if there is none. */
    private @Nullable CallSegment open(RowSet<Row> page, CallQuery query, Map<UUID, StoredCall> calls) {
        long began = System.nanoTime();
        CallSegment last = null;
        for (var row : page) {
            var opened = OpenedSegment.of(row);
            opened.oldestFirst(query).forEach(call -> calls.put(call.id(), call));
            last = opened.segment();
        }
        reading.listener().worked(System.nanoTime() - began);
        return last;
    }

    /**
     * Passes the calls of each segment on, newest first.
     *
     * @return whether there are no more than {@code most}: if there are, not all were passed on
     */
    public Future<Boolean> each(CallQuery query, long most, Consumer<UsageRecorded> call) {
        return new SegmentPages(reading, query).each(most, call);
    }

    /**
     * Segments of all chains in the order of their keys, those with calls that are no entries by them and that were
     * recorded more than ten seconds ago; fewer than {@code most} are the last. The time of recording is in no digest:
     * by their ids, which are, they are at most an hour old if it hides them.
     *
     * @param after the last one before; null for the first
     */
    public Future<List<CallSegment>> segments(@Nullable CallSegment after, int most) {
        var args = Tuple.of(after == null ? LEAST : after.chain().id(), after == null ? LEAST : after.lastId(), most);
        return rows.read(BESIDES_ENTRIES, args).map(found -> {
            List<CallSegment> segments = new ArrayList<>();
            found.forEach(row -> segments.add(SegmentRows.segment(row)));
            return segments;
        });
    }
}
