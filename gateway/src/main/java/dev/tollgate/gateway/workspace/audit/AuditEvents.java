package dev.tollgate.gateway.workspace.audit;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.audit.AuditEntry;
import dev.tollgate.records.audit.AuditRows;
import dev.tollgate.records.audit.Chain;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.table.Cursors;
import dev.tollgate.records.table.KeysetPages;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the audit of the workspace, tenant or installation a call is about; newest first. */
public final class AuditEvents {

    /** Audit events of one request that are shown with it. */
    private static final int OF_REQUEST_MAX = 100;

    private static final String CHANGES =
            ", (SELECT b.changes FROM audit.body AS b WHERE b.event_id = e.id) AS changes";

    private static final String EVENTS = """
              FROM audit.event AS e
             WHERE chain = $1
               AND ($2::uuid IS NULL OR id < $2)
               AND ($3::uuid IS NULL OR request_id = $3)
               AND ($4::text IS NULL OR action = $4)
               AND ($5::text IS NULL OR outcome = $5)
               AND ($6::text IS NULL OR actor_id = $6)
             ORDER BY id DESC
             LIMIT $7
            """;

    private static final String PAGE = "SELECT " + AuditRows.COLUMNS + CHANGES + EVENTS;

    /** Without the changes, which may be many times as large as all else. */
    private static final String TABLE = "SELECT " + AuditRows.COLUMNS + ", NULL AS changes" + EVENTS;

    private final Work work;
    private final KeysetPages pages;

    /** Scope that a credential needs to see changes of a resource; for others, audit:read is enough. */
    private final Map<String, Scope> scopes;

    public AuditEvents(Work work, Cursors cursors, EventTypes types) {
        this.work = work;
        this.pages = new KeysetPages(cursors);
        this.scopes = types.all().values().stream()
                .collect(Collectors.toMap(EventType::resource, EventType::scope, (one, _) -> one));
    }

    public Future<Outcome<Page<AuditEvent>>> list(Call<AuditEvent.Filter> call) {
        var filter = call.input();
        return pages.page(
                call,
                new KeysetPages.Wanted(filter.text(), filter.cursor(), filter.limit()),
                AuditEvent::id,
                (before, count) -> rows(call, filter, before, count).map(rows -> events(call, rows)));
    }

    /** All that one request left in the audit of this chain. */
    public Future<List<AuditEvent>> of(Call<?> call, RequestId request) {
        var filter = new AuditEvent.Filter(request, null, null, null, null, null);
        return rows(call, filter, null, OF_REQUEST_MAX).map(rows -> events(call, rows));
    }

    private Future<RowSet<Row>> rows(Call<?> call, AuditEvent.Filter filter, @Nullable UUID last, int limit) {
        var request = filter.requestId();
        var args = Tuple.tuple()
                .addUUID(Chain.of(call.caller()).id())
                .addUUID(last)
                .addUUID(request == null ? null : request.value())
                .addString(filter.action())
                .addString(filter.outcome())
                .addString(filter.actorId())
                .addInteger(limit);
        return work.read(call, call.conditions().table() ? TABLE : PAGE, args);
    }

    private List<AuditEvent> events(Call<?> call, RowSet<Row> rows) {
        var events = new ArrayList<AuditEvent>(rows.size());
        for (var row : rows) {
            var entry = AuditRows.entry(row);
            events.add(AuditEvent.of(entry, mayRead(call, entry) ? row.getString("changes") : null));
        }
        return events;
    }

    /** Before and after of a record are the record: on the app plane only who may read it sees them. */
    private boolean mayRead(Call<?> call, AuditEntry entry) {
        var scope = entry.resourceType() == null ? null : scopes.get(entry.resourceType());
        return scope == null
                || call.facts().surface() == Surface.CONTROL
                || call.caller().scopes().contains(scope);
    }
}
