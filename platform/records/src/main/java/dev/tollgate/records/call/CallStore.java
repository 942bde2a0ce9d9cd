package dev.tollgate.records.call;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.records.audit.Chain;
import dev.tollgate.records.audit.LockedChainHeads;
import dev.tollgate.runtime.postgres.Columns;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

    private static final String NAMES = """
            INSERT INTO records.call_name (chain, name, call_id)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[]) ON CONFLICT DO NOTHING
            """;

    /** Names that one statement reads. */
    private static final int NAMES_MAX = 256;

    /** Statements that look for the calls of a page among those that a filter leaves out. */
    private static final int STATEMENTS_MAX = 40;

    /** Statements that look for calls of a name among those that a filter leaves out. */
    private static final int NAME_PAGES_MAX = 40;

    private static final String OF_NAME = """
            SELECT call_id FROM records.call_name
             WHERE chain = ANY ($1) AND name = $2 AND call_id >= $3 AND call_id < $4
             ORDER BY call_id DESC LIMIT $5
            """;

    private static final String OF_REQUEST = "SELECT " + SegmentRows.COLUMNS + """

              FROM records.segments_of_request($1, $2, $3, $4)
            """;

    private static final String BESIDES_ENTRIES = "SELECT " + SegmentRows.COLUMNS + """

              FROM records.call_segment
             WHERE (chain, last_id) > ($1, $2) AND entries < calls
               AND (recorded_at < now() - interval '10 seconds'
                    OR COALESCE(uuid_extract_timestamp(last_id) < now() - interval '1 hour', true))
             ORDER BY chain, last_id LIMIT $3
            """;

    private final Rows rows;
    private final int statementsMax;

    public CallStore(Rows rows) {
        this(rows, STATEMENTS_MAX);
    }

    CallStore(Rows rows, int statementsMax) {
        this.rows = rows;
        this.statementsMax = statementsMax;
    }

    /**
     * Stores calls in the transaction that books them, and appends those without an audit row to their chains.
     *
     * @param chained whether these are entries of their chains by their segments
     */
    public static Future<Void> append(
            Transaction transaction, List<BookedCall> calls, boolean chained, UUID batch, Instant now) {
        var segments = CallSegment.of(calls, chained);
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
                            names(transaction, calls),
                            heads.move(transaction))
                    .mapEmpty();
        });
    }

    private static Future<Void> names(Transaction transaction, List<BookedCall> calls) {
        List<Tuple> named = new ArrayList<>();
        for (var call : calls) {
            var event = call.event();
            var chain = Chain.of(event.call()).id();
            if (event.call().clientRequestId() != null) {
                named.add(Tuple.of(chain, event.call().clientRequestId(), event.id()));
            }
            if (CallQuery.isLate(event)) {
                named.add(Tuple.of(chain, event.call().requestId().text(), event.id()));
            }
        }
        return named.isEmpty()
                ? Future.succeededFuture()
                : transaction
                        .query(NAMES, Columns.of(List.of(UUID.class, String.class, UUID.class), named))
                        .mapEmpty();
    }

    /**
     * The newest calls that match, at most {@code count}. Where few do, it ends after {@value #STATEMENTS_MAX}
     * statements of some 2,000 calls each. Those of a request are always found: a request has its hour.
     */
    public Future<CallPage> page(CallQuery query, int count) {
        var request = query.request();
        return request == null
                ? new SegmentPages(rows, query).newest(count, statementsMax)
                : ofRequest(query, request, count).map(calls -> new CallPage(calls, null));
    }

    private Future<List<StoredCall>> ofRequest(CallQuery query, RequestId request, int count) {
        var near = new SegmentPages(rows, query.near(request)).newest(count);
        var late = named(query, request.text(), count, NAME_PAGES_MAX);
        return Future.all(near, late).map(_ -> {
            var found = new TreeMap<UUID, StoredCall>(CallIds.ORDER.reversed());
            near.result().forEach(call -> found.put(call.id(), call));
            late.result().forEach(call -> found.put(call.id(), call));
            return found.values().stream().limit(count).toList();
        });
    }

    /** The calls of a client's request, which names its own id, newest first. */
    public Future<List<StoredCall>> ofClientRequest(CallQuery query, String id, int count) {
        return named(query.where(event -> id.equals(event.call().clientRequestId())), id, count, NAME_PAGES_MAX);
    }

    private Future<List<StoredCall>> named(CallQuery query, String name, int count, int pages) {
        var args = Tuple.of(query.chainIds(), name, query.since(), query.beyond(), NAMES_MAX);
        return rows.read(OF_NAME, args).compose(found -> {
            List<UUID> ids = new ArrayList<>();
            found.forEach(row -> ids.add(row.getUUID(0)));
            if (ids.isEmpty()) {
                return Future.succeededFuture(List.of());
            }
            if (ids.size() < NAMES_MAX || pages == 1) {
                return new SegmentPages(rows, query).among(ids).newest(count);
            }
            var oldest = ids.getLast();
            return new SegmentPages(rows, query.since(oldest))
                    .among(ids)
                    .newest(count)
                    .compose(calls -> calls.size() == count
                            ? Future.succeededFuture(calls)
                            : named(query.before(oldest), name, count - calls.size(), pages - 1)
                                    .map(older -> joined(calls, older)));
        });
    }

    private static List<StoredCall> joined(List<StoredCall> newer, List<StoredCall> older) {
        return Stream.concat(newer.stream(), older.stream()).toList();
    }

    /** The calls of a request in these chains, newest first. */
    public Future<List<StoredCall>> ofRequest(List<Chain> chains, RequestId request, int count) {
        return ofRequest(CallQuery.ofRequest(chains, request), request, count);
    }

    /** The calls of a request in any chain; none unless the reader is on the installation. */
    public Future<List<StoredCall>> ofRequest(RequestId request) {
        var query = CallQuery.ofRequest(List.of(), request);
        var near = query.near(request);
        var args = Tuple.of(request.value(), request.text(), near.since(), near.lastIdBeyond());
        return rows.read(OF_REQUEST, args).map(found -> {
            var calls = new TreeMap<UUID, StoredCall>(CallIds.ORDER.reversed());
            found.forEach(row -> SegmentPages.matching(row, query).forEach(call -> calls.put(call.id(), call)));
            return List.copyOf(calls.values());
        });
    }

    /**
     * Passes the calls of each segment on, newest first.
     *
     * @return whether there are no more than {@code most}: if there are, not all were passed on
     */
    public Future<Boolean> each(CallQuery query, long most, Consumer<UsageRecorded> call) {
        return new SegmentPages(rows, query).each(most, call);
    }

    /**
     * Segments of all chains in the order of their keys, those with calls that are no entries by them and that were
     * recorded more than ten seconds ago; fewer than {@code most} are the last. The time of recording is in no digest:
     * by their ids, which are, they are at most an hour old if it hides them.
     *
     * @param after the last one before; null for the first
     */
    public Future<List<CallSegment>> segments(@Nullable CallSegment after, int most) {
        var args = Tuple.of(
                after == null ? new UUID(0, 0) : after.chain().id(),
                after == null ? new UUID(0, 0) : after.lastId(),
                most);
        return rows.read(BESIDES_ENTRIES, args).map(found -> {
            List<CallSegment> segments = new ArrayList<>();
            found.forEach(row -> segments.add(SegmentRows.segment(row)));
            return segments;
        });
    }
}
