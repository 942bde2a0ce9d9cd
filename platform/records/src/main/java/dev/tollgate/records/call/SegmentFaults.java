package dev.tollgate.records.call;

import dev.tollgate.records.audit.RetentionBounds;
import dev.tollgate.records.audit.chain.SealedSegments;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks stored segments against their digests: those in chains by their positions, all others by their keys. The
 * digest of a segment without entries is in no chain, so only a change that left it behind is found.
 */
public final class SegmentFaults implements SealedSegments {

    private static final int SEGMENTS_MAX = 200;

    private static final String AT = """
            SELECT c.* FROM unnest($1::uuid[], $2::bigint[]) AS wanted (chain, position)
              JOIN records.call_segment AS c USING (chain, position)
            """;

    private static final String UNCHAINED = """
            SELECT * FROM records.call_segment
             WHERE (chain, last_id) > ($1, $2) AND position IS NULL
             ORDER BY chain, last_id LIMIT $3
            """;

    private final CallStore.Rows rows;
    private final RetentionBounds retention;

    public SegmentFaults(CallStore.Rows rows, RetentionBounds retention) {
        this.rows = rows;
        this.retention = retention;
    }

    @Override
    public Future<List<String>> faults(List<UUID> chains, List<Long> positions) {
        var args = Tuple.tuple()
                .addArrayOfUUID(chains.toArray(UUID[]::new))
                .addArrayOfLong(positions.toArray(Long[]::new));
        return rows.read(AT, args).map(this::faultsOf);
    }

    @Override
    public Future<CheckedSegments> unchained(CheckedSegments before) {
        return rows.read(UNCHAINED, Tuple.of(before.chain(), before.lastId(), SEGMENTS_MAX))
                .map(found -> {
                    var chain = before.chain();
                    var lastId = before.lastId();
                    for (var row : found) {
                        chain = row.getUUID("chain");
                        lastId = row.getUUID("last_id");
                    }
                    return new CheckedSegments(faultsOf(found), chain, lastId, found.size() == SEGMENTS_MAX);
                });
    }

    private List<String> faultsOf(RowSet<Row> found) {
        List<String> faults = new ArrayList<>();
        for (var row : found) {
            var fault = fault(row);
            if (fault != null) {
                var position = row.getLong("position");
                faults.add(row.getUUID("chain") + (position == null ? "" : " position " + position) + ": " + fault);
            }
        }
        return faults;
    }

    private @Nullable String fault(Row row) {
        var segment = SegmentRows.segment(row);
        if (segment.origins() == null && !IdSource.time(segment.lastId()).isBefore(retention.originsSince())) {
            return "addresses and agents of the segment " + segment.lastId() + " were removed before their time";
        }
        try {
            return segment.fault(row.getBuffer("digest"));
        } catch (IllegalArgumentException e) {
            return "the segment " + segment.lastId() + " cannot be read: " + e.getMessage();
        }
    }
}
