package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.records.audit.AuditedCall;
import dev.tollgate.records.audit.AuditedCalls;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.call.CallSegment;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The booked calls that say they have an audit row of their own, for the check that they have it. Read once. A segment
 * has no entry for such a call, so what says so without the row would be nowhere in the audit.
 */
public final class BookedCalls implements AuditedCalls {

    private static final int SEGMENTS_MAX = 100;

    /**
     * Charged writes of versions without segments, whose usage does not say whether it has an audit row. Free ones are
     * left out, since they may be dry runs. A charged dry run is charged as a read; its entry follows the usage within
     * moments.
     */
    private static final String OF_ROWS = """
            SELECT id, tenant_id, workspace_id, request_id
              FROM billing.usage_event
             WHERE charge_micros > 0
               AND operation = ANY ($1)
               AND ($2::uuid IS NULL OR id > $2)
               AND recorded_at < now() - interval '10 seconds'
             ORDER BY id
             LIMIT $3
            """;

    private final Database database;
    private final CallStore calls;
    private final Set<String> writes;
    private final Set<String> operations;
    private @Nullable UUID lastRow;
    private @Nullable CallSegment lastSegment;
    private boolean rowsRead;
    private boolean segmentsRead;

    /**
     * @param database in the role of the meter
     * @param writes names of operations whose calls always have a row
     * @param reads names of those whose calls never have; what is neither, such as attempts of webhooks, is not checked
     */
    public BookedCalls(Database database, Set<String> writes, Set<String> reads) {
        this.database = database;
        this.calls = new CallStore((sql, args) -> database.read(RowSecurityContext.NONE, sql, args));
        this.writes = Set.copyOf(writes);
        this.operations = Stream.concat(writes.stream(), reads.stream()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Future<List<AuditedCall>> next(int most) {
        List<AuditedCall> page = new ArrayList<>();
        return FutureLoop.whileTrue(() -> (rowsRead ? ofSegments() : ofRows(most)).map(found -> {
                    page.addAll(found);
                    return page.isEmpty() && !segmentsRead;
                }))
                .map(page);
    }

    /** Calls that were booked before there were segments. */
    private Future<List<AuditedCall>> ofRows(int most) {
        var args = Tuple.tuple()
                .addValue(writes.toArray(String[]::new))
                .addValue(lastRow)
                .addValue(most);
        return database.read(RowSecurityContext.NONE, OF_ROWS, args).map(rows -> {
            List<AuditedCall> booked = new ArrayList<>(rows.size());
            for (var row : rows) {
                lastRow = row.getUUID("id");
                booked.add(call(row));
            }
            rowsRead = booked.size() < most;
            return booked;
        });
    }

    private Future<List<AuditedCall>> ofSegments() {
        if (segmentsRead) {
            return Future.succeededFuture(List.of());
        }
        return calls.segments(lastSegment, SEGMENTS_MAX).map(segments -> {
            List<AuditedCall> booked = new ArrayList<>();
            for (var segment : segments) {
                lastSegment = segment;
                segment.events().stream()
                        .filter(event -> event.audited()
                                && operations.contains(event.call().operation()))
                        .map(BookedCalls::call)
                        .forEach(booked::add);
            }
            segmentsRead = segments.size() < SEGMENTS_MAX;
            return booked;
        });
    }

    private static AuditedCall call(UsageRecorded event) {
        return new AuditedCall(Chain.of(event.call()), event.call().requestId(), event.id());
    }

    private static AuditedCall call(Row row) {
        var workspace = row.getUUID("workspace_id");
        var chain =
                Chain.of(new TenantId(row.getUUID("tenant_id")), workspace == null ? null : new WorkspaceId(workspace));
        return new AuditedCall(chain, new RequestId(row.getUUID("request_id")), row.getUUID("id"));
    }
}
