package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.records.audit.Chain;
import dev.tollgate.records.audit.ChargedWrite;
import dev.tollgate.records.audit.ChargedWrites;
import dev.tollgate.records.call.CallSegment;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.records.call.CallWords;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The charged calls of some operations, for the check that the audit has them all. Read once. */
public final class ChargedCalls implements ChargedWrites {

    private static final int SEGMENTS_MAX = 100;

    /** A dry run of a write is charged as a read, and its entry follows the usage within moments. */
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
    private final Set<String> operations;
    private @Nullable UUID lastRow;
    private @Nullable CallSegment lastSegment;
    private boolean rowsRead;
    private boolean segmentsRead;

    /** @param database in the role of the meter */
    public ChargedCalls(Database database, Set<String> operations) {
        this.database = database;
        this.calls = new CallStore((sql, args) -> database.read(RowSecurityContext.NONE, sql, args));
        this.operations = Set.copyOf(operations);
    }

    @Override
    public Future<List<ChargedWrite>> next(int most) {
        if (!rowsRead) {
            return ofRows(most).compose(page -> page.isEmpty() ? next(most) : Future.succeededFuture(page));
        }
        return segmentsRead
                ? Future.succeededFuture(List.of())
                : ofSegments().compose(page -> page.isEmpty() ? next(most) : Future.succeededFuture(page));
    }

    /** Calls that were booked before there were segments. */
    private Future<List<ChargedWrite>> ofRows(int most) {
        var args = Tuple.tuple()
                .addValue(operations.toArray(String[]::new))
                .addValue(lastRow)
                .addValue(most);
        return database.read(RowSecurityContext.NONE, OF_ROWS, args).map(rows -> {
            List<ChargedWrite> writes = new ArrayList<>(rows.size());
            for (var row : rows) {
                lastRow = row.getUUID("id");
                writes.add(write(row));
            }
            rowsRead = writes.size() < most;
            return writes;
        });
    }

    /** A call whose entry is its segment's needs no row. */
    private Future<List<ChargedWrite>> ofSegments() {
        var words = operations.stream().map(CallWords::operation).toList();
        return calls.segments(lastSegment, words, SEGMENTS_MAX).map(segments -> {
            List<ChargedWrite> writes = new ArrayList<>();
            for (var segment : segments) {
                lastSegment = segment;
                segment.events().stream()
                        .filter(event -> event.audited()
                                && event.charge().micros() > 0
                                && operations.contains(event.call().operation()))
                        .map(ChargedCalls::write)
                        .forEach(writes::add);
            }
            segmentsRead = segments.size() < SEGMENTS_MAX;
            return writes;
        });
    }

    private static ChargedWrite write(UsageRecorded event) {
        return new ChargedWrite(Chain.of(event.call()), event.call().requestId(), event.id());
    }

    private static ChargedWrite write(Row row) {
        var workspace = row.getUUID("workspace_id");
        var chain =
                Chain.of(new TenantId(row.getUUID("tenant_id")), workspace == null ? null : new WorkspaceId(workspace));
        return new ChargedWrite(chain, new RequestId(row.getUUID("request_id")), row.getUUID("id"));
    }
}
