package dev.tollgate.records.audit;

import dev.tollgate.records.audit.chain.AuditBody;
import dev.tollgate.records.audit.chain.AuditDigest;
import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.records.audit.chain.AuditRows;
import dev.tollgate.records.audit.chain.SealedSegments;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads every chain in the order of its positions, single entries and segments alike, and says what does not hold. */
final class ChainVerification {

    private static final int LINKS_MAX = 200;

    /** What chains have at their positions. A segment has the number of its entries, a single entry none. */
    private static final String LINKS = """
            SELECT e.*, l.chain, l.position, l.id, l.digest, l.hash, b.changes, l.entries,
                   EXISTS (SELECT FROM audit.seal s JOIN records.call_segment c USING (chain, position)
                            WHERE s.chain = l.chain AND s.position = l.position) AS taken_twice,
                   b.event_id IS NOT NULL AS has_body
              FROM (SELECT * FROM (
                           (SELECT chain, position, event_id AS id, digest, hash, NULL::integer AS entries
                              FROM audit.seal WHERE (chain, position) > ($1, $2)
                             ORDER BY chain, position LIMIT $3)
                           UNION ALL
                           (SELECT chain, position, last_id, digest, hash, entries
                              FROM records.call_segment WHERE (chain, position) > ($1, $2) AND position IS NOT NULL
                             ORDER BY chain, position LIMIT $3)) AS both_kinds
                     ORDER BY chain, position LIMIT $3) AS l
              LEFT JOIN (SELECT %s FROM audit.event) AS e
                     ON e.chain = l.chain AND e.id = l.id AND l.entries IS NULL
              LEFT JOIN audit.body b ON b.event_id = l.id AND l.entries IS NULL
             ORDER BY l.chain, l.position
            """.formatted(AuditRows.COLUMNS);

    private final Database database;
    private final SealedSegments segments;
    private final RetentionBounds retention;
    private final VerificationReport report;
    private UUID chain = new UUID(0, 0);
    private long position;
    private Buffer hash = AuditDigest.GENESIS;

    ChainVerification(
            Database database, SealedSegments segments, RetentionBounds retention, VerificationReport report) {
        this.database = database;
        this.segments = segments;
        this.retention = retention;
        this.report = report;
    }

    /** Reads some more; completes with whether there are more. */
    Future<Boolean> page() {
        return database.read(RowSecurityContext.NONE, LINKS, Tuple.of(chain, position, LINKS_MAX))
                .compose(rows -> {
                    rows.forEach(this::link);
                    return segments(rows).map(rows.size() == LINKS_MAX);
                });
    }

    private void link(Row row) {
        if (!row.getUUID(23).equals(chain)) {
            chain = row.getUUID(23);
            position = 0;
            hash = AuditDigest.GENESIS;
        }
        var at = row.getLong(24);
        var entries = row.getInteger(29);
        long first = entries == null ? at : at - entries + 1;
        var where = chain + " position " + at;
        if (first <= position) {
            report.add(where + ": begins at position " + first + ", though its predecessor ends at " + position);
        } else if (first != position + 1) {
            report.add(where + ": positions " + (position + 1) + " to " + (first - 1) + " are missing");
        }
        if (row.getBoolean(30)) {
            report.add(where + ": an entry and a segment both have this position");
        }
        var id = row.getUUID(25);
        var digest = row.getBuffer(26);
        var stored = row.getBuffer(27);
        var expected = entries == null
                ? AuditDigest.chained(hash, at, id, digest)
                : AuditDigest.chained(hash, at, entries, id, digest);
        if (first == position + 1 && !stored.equals(expected)) {
            report.add(where + ": the hash does not match its predecessor");
        }
        if (entries == null) {
            entry(row, where);
        }
        position = at;
        hash = stored;
        report.read(entries == null ? 1 : entries);
    }

    private Future<Void> segments(RowSet<Row> rows) {
        List<UUID> chains = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (var row : rows) {
            if (row.getInteger(29) != null) {
                chains.add(row.getUUID(23));
                positions.add(row.getLong(24));
            }
        }
        return chains.isEmpty()
                ? Future.succeededFuture()
                : segments.faults(chains, positions)
                        .onSuccess(faults -> faults.forEach(report::add))
                        .mapEmpty();
    }

    private void entry(Row row, String where) {
        if (row.getUUID(1) == null) {
            report.add(where + ": the event is missing");
            return;
        }
        var entry = AuditRows.entry(row);
        if (!AuditDigest.of(entry).equals(row.getBuffer(26))) {
            report.add(where + ": the event " + entry.id() + " was changed after it was sealed");
        }
        body(entry, row.getString(28), row.getBoolean(31), where + ": before and after of the event " + entry.id());
    }

    /** Before and after may be dropped after their time, and blanked at any time: the entry keeps their digest. */
    private void body(AuditEntry entry, @Nullable String changes, boolean hasBody, String what) {
        if (changes != null) {
            if (!AuditBody.digest(changes).equals(entry.bodyDigest())) {
                report.add(what + " were changed after they were sealed");
            }
        } else if (hasBody) {
            report.addBlank(what);
        } else if (entry.bodyDigest() != null && !IdSource.time(entry.id()).isBefore(retention.bodiesSince())) {
            report.add(what + " were removed before their time");
        }
    }
}
