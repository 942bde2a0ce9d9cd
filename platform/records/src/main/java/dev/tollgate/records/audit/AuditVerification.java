package dev.tollgate.records.audit;

import dev.tollgate.records.audit.chain.SealedSegments;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole audit and says what does not hold: positions dense, digests and hashes right, bodies as they were,
 * heads and anchors where they were said to be, nothing left unsealed, every booked call with the row that it says it
 * has, and segments of calls as they were, also those without a place in a chain.
 */
public final class AuditVerification {

    private static final int PAGE_ROWS = 500;

    private static final String HEADS = """
            SELECT h.chain, h.position, h.hash, COALESCE(s.hash, c.hash) FROM audit.head h
              LEFT JOIN audit.seal s ON s.chain = h.chain AND s.position = h.position
              LEFT JOIN records.call_segment c ON c.chain = h.chain AND c.position = h.position
             WHERE $1::uuid IS NULL OR h.chain > $1 ORDER BY h.chain LIMIT $2
            """;

    /** Waiting entries are searched only among unsealed ones, of which there are few. */
    private static final String UNSEALED = """
            WITH page AS (
                SELECT e.chain, e.id FROM audit.event e WHERE (e.chain, e.id) > ($1, $2)
                 ORDER BY e.chain, e.id LIMIT $3),
            unsealed AS MATERIALIZED (
                SELECT p.chain, p.id FROM page p
                 WHERE NOT EXISTS (SELECT FROM audit.seal s WHERE s.chain = p.chain AND s.event_id = p.id))
            SELECT last.chain, last.id, (
                   SELECT count(*) FROM unsealed u
                    WHERE NOT EXISTS (SELECT FROM audit.pending w WHERE w.event_id = u.id))
              FROM (SELECT * FROM page ORDER BY chain DESC, id DESC LIMIT 1) AS last
            """;

    private static final String AT = """
            SELECT a.n, COALESCE(s.hash, c.hash)
              FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS a (chain, position, n)
              LEFT JOIN audit.seal s ON s.chain = a.chain AND s.position = a.position
              LEFT JOIN records.call_segment c ON c.chain = a.chain AND c.position = a.position
             ORDER BY a.n
            """;

    private static final String WITHOUT_ROW = """
            SELECT w.request FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS w (chain, request, usage)
             WHERE NOT EXISTS (SELECT FROM audit.event e
                                WHERE e.chain = w.chain AND e.request_id = w.request AND e.usage_id = w.usage)
            """;

    private final Database database;
    private final VerificationReport report = new VerificationReport();
    private final ChainVerification chains;
    private final SealedSegments segments;
    private SealedSegments.CheckedSegments checked = SealedSegments.CheckedSegments.NOTHING;
    private @Nullable UUID lastHead;
    private UUID lastEventChain = new UUID(0, 0);
    private UUID lastEvent = new UUID(0, 0);
    private long unsealedCount;
    private String reading = "";
    private long pageCount;

    /**
     * @param database in the sealer's role
     * @param segments checks those that are in chains, and all others
     */
    public AuditVerification(Database database, SealedSegments segments, RetentionBounds retention) {
        this.database = database;
        this.segments = segments;
        this.chains = new ChainVerification(database, segments, retention, report);
    }

    /**
     * Reads everything once, however long it takes. Called once.
     *
     * @param anchors what was said outside, from the topic or the log; read to its end, not closed
     * @param calls the booked calls that say they have an audit row of their own
     */
    public Future<VerificationReport> run(PublishedAnchors anchors, AuditedCalls calls) {
        return pages("chains", chains::page)
                .compose(_ -> pages("segments without a position", this::unchained))
                .compose(_ -> pages("heads", this::heads))
                .compose(_ -> pages("entries without a seal", this::unsealed))
                .onSuccess(_ -> reportUnsealed())
                .compose(_ -> pages("anchors", () -> anchors(anchors)))
                .compose(_ -> pages("audit rows of booked calls", () -> rowsOf(calls)))
                .map(_ -> report);
    }

    /** How far it has read, for somebody who waits. On its event loop. */
    public String progress() {
        return report.sealCount() + " sealed entries read, " + report.faultCount() + " faults; reading " + reading
                + ", page " + pageCount;
    }

    private Future<Void> pages(String what, Supplier<Future<Boolean>> page) {
        reading = what;
        pageCount = 0;
        return FutureLoop.whileTrue(() -> {
            pageCount++;
            return page.get();
        });
    }

    private Future<Boolean> unchained() {
        return segments.unchained(checked).map(page -> {
            checked = page;
            page.faults().forEach(report::add);
            return page.more();
        });
    }

    private Future<Boolean> heads() {
        return database.read(RowSecurityContext.NONE, HEADS, Tuple.of(lastHead, PAGE_ROWS))
                .map(rows -> {
                    rows.forEach(this::head);
                    return rows.size() == PAGE_ROWS;
                });
    }

    private void head(Row row) {
        lastHead = row.getUUID(0);
        if (row.getBuffer(3) == null || !row.getBuffer(3).equals(row.getBuffer(2))) {
            report.add(row.getUUID(0) + " position " + row.getLong(1) + ": the head is not the last seal");
        }
    }

    private Future<Boolean> unsealed() {
        return database.read(RowSecurityContext.NONE, UNSEALED, Tuple.of(lastEventChain, lastEvent, PAGE_ROWS))
                .map(rows -> {
                    for (var row : rows) {
                        lastEventChain = row.getUUID(0);
                        lastEvent = row.getUUID(1);
                        unsealedCount += row.getLong(2);
                    }
                    return rows.size() > 0;
                });
    }

    private void reportUnsealed() {
        if (unsealedCount > 0) {
            report.add(unsealedCount + " events are neither sealed nor waiting to be sealed");
        }
    }

    private Future<Boolean> anchors(PublishedAnchors said) {
        return said.next().compose(page -> {
            if (page.isEmpty()) {
                return Future.succeededFuture(false);
            }
            var columns = Tuple.tuple()
                    .addValue(page.stream().map(Anchor::chain).toArray(UUID[]::new))
                    .addValue(page.stream().map(Anchor::position).toArray(Long[]::new));
            return database.read(RowSecurityContext.NONE, AT, columns).map(rows -> {
                var at = page.iterator();
                rows.forEach(row -> anchor(at.next(), row.getBuffer(1)));
                return true;
            });
        });
    }

    private void anchor(Anchor anchor, @Nullable Buffer stored) {
        var where = anchor.chain() + " position " + anchor.position();
        if (stored == null) {
            report.add(where + ": nothing has this position, which has an anchor of " + anchor.time());
        } else if (!anchor.hash().equals(HexFormat.of().formatHex(stored.getBytes()))) {
            report.add(where + ": the hash differs from the anchor at " + anchor.time());
        }
    }

    private Future<Boolean> rowsOf(AuditedCalls calls) {
        return calls.next(PAGE_ROWS).compose(page -> {
            if (page.isEmpty()) {
                return Future.succeededFuture(false);
            }
            return database.read(RowSecurityContext.NONE, WITHOUT_ROW, columns(page))
                    .map(rows -> {
                        rows.forEach(row -> report.add("the call of request " + row.getUUID(0)
                                + " lacks the audit row that its usage says it has"));
                        return true;
                    });
        });
    }

    private static Tuple columns(List<AuditedCall> page) {
        return Tuple.tuple()
                .addValue(page.stream().map(call -> call.chain().id()).toArray(UUID[]::new))
                .addValue(page.stream().map(call -> call.request().value()).toArray(UUID[]::new))
                .addValue(page.stream().map(AuditedCall::usageId).toArray(UUID[]::new));
    }
}
