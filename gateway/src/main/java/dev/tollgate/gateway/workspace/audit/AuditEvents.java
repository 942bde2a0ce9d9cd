package dev.tollgate.gateway.workspace.audit;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.audit.AuditEntry;
import dev.tollgate.records.audit.AuditRows;
import dev.tollgate.records.audit.Chain;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.table.Cursors;
import dev.tollgate.records.table.KeysetPages;
import dev.tollgate.records.table.PageSize;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the audit of the workspace, tenant or installation a call is about; newest first. That of a tenant has the
 * events of its workspaces too: whole for an operator, in outline for an owner, who need not be a member of them.
 */
public final class AuditEvents {

    /** Audit events of one request that are shown with it. */
    private static final int OF_REQUEST_MAX = 100;

    /** Times of filters outside of these bounds are not times of events, and have no id. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2999-01-01T00:00:00Z");

    /** A tenant's list without a start goes back so far: it walks the chains of all workspaces. */
    private static final Duration OF_TENANT_MAX = Duration.ofDays(30);

    private static final String EVENT = "SELECT " + AuditRows.COLUMNS + """
            , (SELECT b.changes FROM audit.body AS b WHERE b.event_id = e.id) AS changes, NULL::integer AS changes_bytes
            """;

    /** Rows of a table have no changes, which may be larger than everything else. */
    private static final String ROW =
            "SELECT " + AuditRows.COLUMNS + ", NULL::text AS changes, NULL::integer AS changes_bytes\n";

    /** Entries of a page: of those behind its end, which {@link KeysetPages} cuts off, the changes are not read. */
    private static final String OF_PAGE = "SELECT " + AuditRows.COLUMNS + """
            , octet_length(changes) AS changes_bytes,
                   CASE WHEN COALESCE(sum(octet_length(changes)) OVER newer, 0) <= %d THEN changes END AS changes
              FROM (%s) AS found
            WINDOW newer AS (ORDER BY id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
             ORDER BY id DESC
            """;

    private static final String OF_TENANT = """
              FROM audit.of_tenant(
                   (SELECT array_agg(w.id) FROM control.workspace AS w WHERE w.tenant_id = $1) || $1::uuid,
                   $2, $3, $4, $5, $6, $8, $9, $7) AS e
             ORDER BY id DESC
            """;

    static final String PAGE = """
              FROM audit.event AS e
             WHERE chain = $1
               AND ($2::uuid IS NULL OR id < $2)
               AND ($3::uuid IS NULL OR request_id = $3)
               AND ($4::text IS NULL OR action = $4)
               AND ($5::text IS NULL OR outcome = $5)
               AND ($6::text IS NULL OR actor_id = $6)
               AND ($8::timestamptz IS NULL OR (at >= $8 AND id >= audit.first_id($8 - interval '2 hours')))
               AND ($9::timestamptz IS NULL OR (at < $9 AND id < audit.first_id($9 + interval '2 hours')))
             ORDER BY id DESC
             LIMIT $7
            """;

    /** An entry as it was read: only those that a page shows are made events. */
    private record Found(AuditEntry entry, @Nullable String changes, int changesBytes) {

        AuditEventId id() {
            return new AuditEventId(entry.id());
        }

        static Found of(Row row) {
            var bytes = row.getInteger("changes_bytes");
            return new Found(AuditRows.entry(row), row.getString("changes"), bytes == null ? 0 : bytes);
        }
    }

    /** Makes a statement of where the entries of a list are read from. */
    private static UnaryOperator<String> entries(Call<?> call) {
        return call.conditions().table() ? ROW::concat : from -> OF_PAGE.formatted(PageSize.CHARS_MAX, EVENT + from);
    }

    private final Work work;
    private final KeysetPages pages;

    /** Scope that a credential needs to see changes of a resource; for others, audit:read is enough. */
    private final Map<String, Scope> scopes;

    private final AuditFilterRules rules;

    /** @param modules all there are: their actions can be asked for */
    public AuditEvents(Work work, Cursors cursors, EventTypes types, Collection<? extends ProductModule> modules) {
        this.work = work;
        this.pages = new KeysetPages(cursors);
        this.scopes = types.all().values().stream()
                .collect(Collectors.toMap(EventType::resource, EventType::scope, (one, _) -> one));
        this.rules = new AuditFilterRules(modules);
    }

    public Future<Outcome<Page<AuditEvent>>> list(Call<AuditEvent.Filter> call) {
        var filter = call.input();
        var faults = rules.faults(filter);
        if (!faults.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
        }
        return pages.page(
                        call,
                        new KeysetPages.Wanted(filter.text(), filter.cursor(), filter.limit()),
                        Found::id,
                        Found::changesBytes,
                        (before, count) -> newest(call, filter, before, count, entries(call)))
                .map(outcome -> outcome.map(page -> page.map(found -> shown(call, found))));
    }

    /** All that one request left in the audit of the workspace, tenant or installation of the call. */
    public Future<List<AuditEvent>> of(Call<?> call, RequestId request) {
        return newest(call, AuditEvent.Filter.ofRequest(request), null, OF_REQUEST_MAX, EVENT::concat)
                .map(all -> all.stream().map(found -> shown(call, found)).toList());
    }

    /** Entries that are rows, and those of segments. */
    private Future<List<Found>> newest(
            Call<?> call, AuditEvent.Filter filter, @Nullable UUID last, int limit, UnaryOperator<String> statement) {
        var ofRows = rows(call, filter, last, limit, statement).map(rows -> KeysetPages.items(rows, Found::of));
        var ofSegments = new SegmentEntries(work)
                .read(call, filter, from(call, filter), new SegmentEntries.Part(last, limit))
                .map(entries ->
                        entries.stream().map(entry -> new Found(entry, null, 0)).toList());
        return Future.all(ofRows, ofSegments)
                .map(_ -> Stream.concat(ofRows.result().stream(), ofSegments.result().stream())
                        .sorted(Comparator.comparing(
                                        (Found found) -> found.entry().id())
                                .reversed())
                        .limit(limit)
                        .toList());
    }

    private Future<RowSet<Row>> rows(
            Call<?> call, AuditEvent.Filter filter, @Nullable UUID last, int limit, UnaryOperator<String> statement) {
        var request = filter.requestId();
        var args = Tuple.tuple()
                .addUUID(Chain.of(call.caller()).id())
                .addUUID(last)
                .addUUID(request == null ? null : request.value())
                .addString(filter.action())
                .addString(filter.outcome())
                .addString(filter.actorId())
                .addInteger(limit)
                .addOffsetDateTime(bounded(from(call, filter)))
                .addOffsetDateTime(bounded(filter.to()));
        return work.read(call, statement.apply(isOfTenant(call.caller()) ? OF_TENANT : PAGE), args);
    }

    /** A request is found by an index, and needs no start. */
    private static @Nullable Instant from(Call<?> call, AuditEvent.Filter filter) {
        if (filter.from() != null || filter.requestId() != null || !isOfTenant(call.caller())) {
            return filter.from();
        }
        return startOfTenant(filter.to(), call.facts().time());
    }

    /** Thirty days before the end, or before now if the end is later or absent. */
    static Instant startOfTenant(@Nullable Instant to, Instant now) {
        var end = to == null || to.isAfter(now) ? now : to;
        return end.minus(OF_TENANT_MAX);
    }

    private static @Nullable OffsetDateTime bounded(@Nullable Instant time) {
        if (time == null) {
            return null;
        }
        var atLeast = time.isBefore(EARLIEST) ? EARLIEST : time;
        return (atLeast.isAfter(LATEST) ? LATEST : atLeast).atOffset(ZoneOffset.UTC);
    }

    static boolean isOfTenant(Caller caller) {
        return caller.tenant() != null && caller.workspace() == null;
    }

    private AuditEvent shown(Call<?> call, Found found) {
        var event = AuditEvent.of(found.entry(), mayRead(call, found.entry()) ? found.changes() : null);
        return seesOutline(call.caller(), event) ? event.outline() : event;
    }

    private static boolean seesOutline(Caller caller, AuditEvent event) {
        return event.workspaceId() != null
                && isOfTenant(caller)
                && caller.actor().kind() != Actor.Kind.OPERATOR;
    }

    /** Before and after of a record are the record: on the app plane only who may read it sees them. */
    private boolean mayRead(Call<?> call, AuditEntry entry) {
        var scope = entry.resourceType() == null ? null : scopes.get(entry.resourceType());
        return scope == null
                || call.facts().surface() == Surface.CONTROL
                || call.caller().scopes().contains(scope);
    }
}
