package dev.tollgate.records.call;

import dev.tollgate.contract.event.UsageRecorded;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads segments newest first, some at a time, and opens no more of them than it needs. */
final class SegmentPages {

    /** Segments of one statement. */
    private static final int SEGMENTS_MAX = 512;

    /** The same, and of each chain, where many chains are read. */
    private static final int OF_EACH_CHAIN_MAX = 64;

    /** About how many calls they may have: they are decoded at once, on an event loop. */
    private static final int CALLS_OF_PAGE = 2_000;

    private static final int CALLS_OF_SCAN = 5_000;

    /** Those of the rows that are wanted, and whether there are none behind them. */
    static final String NEWEST = "SELECT " + SegmentRows.COLUMNS + """
            , found
              FROM (SELECT s.*, count(*) OVER () AS found, sum(s.calls) OVER (ORDER BY s.last_id DESC) AS total
                      FROM (SELECT c.* FROM unnest($1::uuid[]) AS wanted (chain)
                             CROSS JOIN LATERAL (
                                   SELECT * FROM records.call_segment AS c
                                    WHERE c.chain = wanted.chain AND c.last_id >= $2 AND c.first_id < $3 AND c.last_id < $4
                                      AND ($5::text[] = '{}' OR c.words @> $5)
                                      AND ($6::uuid IS NULL OR (c.first_request <= $6 AND c.last_request >= $6))
                                      AND ($7::uuid[] IS NULL OR EXISTS (
                                           SELECT FROM unnest($7) AS i (id)
                                            WHERE i.id BETWEEN c.first_id AND c.last_id))
                                      AND (NOT $10 OR c.entries > 0)
                                    ORDER BY c.last_id DESC LIMIT $8) AS c
                             ORDER BY c.last_id DESC LIMIT $8) AS s) AS newest
             WHERE total - calls < $9
             ORDER BY last_id DESC
            """;

    private final CallStore.Rows rows;
    private final CallQuery query;
    private final UUID @Nullable [] among;

    SegmentPages(CallStore.Rows rows, CallQuery query) {
        this(rows, query, null);
    }

    private SegmentPages(CallStore.Rows rows, CallQuery query, UUID @Nullable [] among) {
        this.rows = rows;
        this.query = query;
        this.among = among;
    }

    /** Only segments that may have one of these calls, whatever the bounds of their requests. */
    SegmentPages among(List<UUID> ids) {
        return new SegmentPages(rows, query, ids.toArray(UUID[]::new));
    }

    Future<List<StoredCall>> newest(int count) {
        return newest(count, Integer.MAX_VALUE).map(CallPage::calls);
    }

    /**
     * The newest calls, as far as so many statements read, or a few more: reading ends only at an id that is older than
     * where it was to begin, so that the next page begins further back.
     */
    Future<CallPage> newest(int count, int statementsMax) {
        var newest = new PriorityQueue<StoredCall>(Comparator.comparing(StoredCall::id, CallIds.ORDER));
        return newest(newest, count, query.lastIdBeyond(), statementsMax).map(readTo -> {
            List<StoredCall> calls = new ArrayList<>(newest);
            calls.sort(Comparator.comparing(StoredCall::id, CallIds.ORDER).reversed());
            return CallPage.of(calls, readTo.orElse(null));
        });
    }

    private Future<Optional<UUID>> newest(PriorityQueue<StoredCall> newest, int count, UUID beyond, int statementsMax) {
        return read(beyond, CALLS_OF_PAGE).compose(page -> {
            UUID last = null;
            for (var row : page) {
                last = row.getUUID("last_id");
                if (newest.size() >= count
                        && CallIds.ORDER.compare(last, newest.element().id()) < 0) {
                    return Future.succeededFuture(Optional.empty());
                }
                for (var call : matching(row, query)) {
                    newest.add(call);
                    if (newest.size() > count) {
                        newest.remove();
                    }
                }
            }
            if (last == null || isLast(page)) {
                return Future.succeededFuture(Optional.empty());
            }
            return statementsMax <= 1 && CallIds.ORDER.compare(last, query.beyond()) < 0
                    ? Future.succeededFuture(Optional.of(last))
                    : newest(newest, count, last, statementsMax - 1);
        });
    }

    Future<Boolean> each(long most, Consumer<UsageRecorded> call) {
        return each(most, call, query.lastIdBeyond());
    }

    private Future<Boolean> each(long most, Consumer<UsageRecorded> call, UUID beyond) {
        return read(beyond, CALLS_OF_SCAN).compose(page -> {
            UUID last = null;
            long left = most;
            for (var row : page) {
                last = row.getUUID("last_id");
                var calls = matching(row, query);
                left -= calls.size();
                if (left < 0) {
                    return Future.succeededFuture(false);
                }
                calls.forEach(one -> call.accept(one.event()));
            }
            return last == null || isLast(page) ? Future.succeededFuture(true) : each(left, call, last);
        });
    }

    static List<StoredCall> matching(Row row, CallQuery query) {
        var segment = SegmentRows.segment(row);
        var recordedAt = row.getOffsetDateTime("recorded_at").toInstant();
        return segment.events().stream()
                .filter(query::matches)
                .map(event ->
                        new StoredCall(event, segment.period(), recordedAt, segment.entries() > 0 && !event.audited()))
                .filter(call -> call.chained() || !query.entries())
                .toList();
    }

    private Future<RowSet<Row>> read(UUID lastIdBeyond, int calls) {
        var request = query.request();
        return rows.read(
                NEWEST,
                Tuple.tuple()
                        .addArrayOfUUID(query.chainIds())
                        .addUUID(query.since())
                        .addUUID(query.beyond())
                        .addUUID(lastIdBeyond)
                        .addArrayOfString(query.words().toArray(String[]::new))
                        .addUUID(request == null || among != null ? null : request.value())
                        .addValue(among)
                        .addInteger(segmentsMax())
                        .addLong((long) calls)
                        .addBoolean(query.entries()));
    }

    private int segmentsMax() {
        return query.chains().size() > 1 ? OF_EACH_CHAIN_MAX : SEGMENTS_MAX;
    }

    /** Whether there is nothing behind these rows. */
    private boolean isLast(RowSet<Row> page) {
        long found = page.iterator().next().getLong("found");
        return found < segmentsMax() && page.size() == found;
    }
}
