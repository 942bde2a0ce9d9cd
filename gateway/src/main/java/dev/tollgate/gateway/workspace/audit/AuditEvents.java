package dev.tollgate.gateway.workspace.audit;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.records.audit.chain.AuditRows;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.page.PageSize;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /** Rows of a table have no changes, which may be larger than everything else. */
    private static final String WITHOUT_CHANGES =
            "SELECT " + AuditRows.COLUMNS + ", 0 AS bytes, NULL::text AS changes\n";

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

    /**
     * An entry as it was read: only those that a page shows are made events.
     *
     * @param bytes of its changes, also where these were not read
     */
    private record Found(
            AuditEntry entry, long bytes, @Nullable String changes) {

        UUID id() {
            return entry.id();
        }
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
        boolean ofManyChains = call.caller().workspace() == null;
        return filter.leavesOut() || call.conditions().table() || ofManyChains
                ? work.limitedList(call, () -> page(call, filter))
                : page(call, filter);
    }

    private Future<Outcome<Page<AuditEvent>>> page(Call<?> call, AuditEvent.Filter filter) {
        return pages.partial(
                        call,
                        new KeysetPages.Wanted(filter.text(), filter.cursor(), filter.limit()),
                        Found::id,
                        Found::bytes,
                        (before, count) -> newest(call, filter, before, count))
                .map(outcome -> outcome.map(page -> page.map(found -> shown(call, found))));
    }

    /**
     * All that one request left in the audit of the workspace, tenant or installation of the call. Together the events
     * have the changes of one page. Who may not list the audit of the workspace gets outlines.
     */
    public Future<List<AuditEvent>> of(Call<?> call, RequestId request) {
        return newest(call, AuditEvent.Filter.ofRequest(request), null, OF_REQUEST_MAX)
                .map(all ->
                        all.items().stream().map(found -> shown(call, found)).toList());
    }

    /** Entries that are rows, and those of segments. */
    private Future<KeysetPages.Partial<Found>> newest(
            Call<?> call, AuditEvent.Filter filter, @Nullable UUID last, int limit) {
        var ofRows = rows(call, filter, last, limit).map(AuditEvents::found);
        var ofSegments = new SegmentEntries(work)
                .read(call, filter, from(call, filter), new SegmentEntries.Part(last, limit))
                .map(page -> new KeysetPages.Partial<>(
                        page.calls().stream()
                                .map(stored -> new Found(stored.entry(), 0, null))
                                .toList(),
                        page.readTo()));
        return Future.all(ofRows, ofSegments).map(_ -> ofSegments.result().with(ofRows.result(), Found::id, limit));
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
                .addInteger(limit)
                .addOffsetDateTime(bounded(from(call, filter)))
                .addOffsetDateTime(bounded(filter.to()));
        var page = isOfTenant(call.caller()) ? OF_TENANT : PAGE;
        return call.conditions().table() || isNoAuditor(call)
                ? work.read(call, WITHOUT_CHANGES + page, args)
                : work.read(call, withChanges(page), args.addArrayOfString(unreadable(call)));
    }

    /**
     * Changes of records that the caller may read, up to the row that makes them too large for a page: those of the
     * rows behind it stay in the database. The size of a text is known without reading it.
     */
    static String withChanges(String page) {
        return """
            SELECT %1$s, bytes, CASE WHEN bytes_to_here - bytes <= %2$d THEN changes END AS changes
              FROM (SELECT page.*, octet_length(changes) AS bytes,
                           sum(octet_length(changes)) OVER (ORDER BY id DESC) AS bytes_to_here
                      FROM (SELECT %1$s,
                                   (SELECT b.changes FROM audit.body AS b
                                     WHERE b.event_id = e.id AND (e.resource_type = ANY ($10)) IS NOT TRUE) AS changes
            %3$s) AS page) AS measured
             ORDER BY id DESC
            """.formatted(AuditRows.COLUMNS, PageSize.TEXT_MAX, page);
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

    private static List<Found> found(RowSet<Row> rows) {
        return KeysetPages.items(rows, row -> {
            var bytes = row.getInteger("bytes");
            return new Found(AuditRows.entry(row), bytes == null ? 0 : bytes, row.getString("changes"));
        });
    }

    private AuditEvent shown(Call<?> call, Found found) {
        var event = AuditEvent.of(found.entry(), found.changes());
        if (isNoAuditor(call)) {
            return event.outlineWithoutName();
        }
        return seesOutline(call.caller(), event) ? event.outline() : event;
    }

    /** A member of the workspace whose role does not permit to list its audit. On the app plane a scope decides. */
    private static boolean isNoAuditor(Call<?> call) {
        var caller = call.caller();
        return call.facts().surface() == Surface.CONTROL
                && caller.workspace() != null
                && !caller.isOperator()
                && !AuditEventOperations.mayList(caller.roles());
    }

    private static boolean seesOutline(Caller caller, AuditEvent event) {
        return event.workspaceId() != null && isOfTenant(caller) && !caller.isOperator();
    }

    /**
     * The kinds of records whose changes the caller does not see. Before and after of a record are the record: on the
     * app plane only who may read it sees them.
     */
    private String[] unreadable(Call<?> call) {
        return call.facts().surface() == Surface.CONTROL
                ? new String[0]
                : scopes.entrySet().stream()
                        .filter(scope -> !call.caller().scopes().contains(scope.getValue()))
                        .map(Map.Entry::getKey)
                        .toArray(String[]::new);
    }
}
