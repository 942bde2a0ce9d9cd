package dev.tollgate.webhooks.settlement;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.holder.Holder;
import dev.tollgate.webhooks.holder.HolderRights;
import dev.tollgate.webhooks.holder.HolderRows;
import dev.tollgate.webhooks.holder.HolderRows.WorkspaceHolder;
import dev.tollgate.webhooks.subscription.EventModules;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Pauses endpoints whose holder may no longer read all that they cover, with audit and event in one transaction. */
public final class LostAccess {

    static final String REASON = "holder_lost_access";

    /** The longest a round may take, and may wait for an endpoint's row. */
    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    /** A workspace has at most a hundred of them; how many workspaces is for the caller to say. */
    private static final String HELD = """
            SELECT workspace_id, id, tenant_id, event_types, holder_kind, holder_id, version
              FROM webhooks.endpoint
             WHERE workspace_id = ANY ($1) AND status = 'active' AND holder_kind NOT IN ('operator', 'workspace')
             ORDER BY workspace_id, id
            """;

    /** Only if unchanged since the check: its holder may have changed. */
    private static final String PAUSE = """
            WITH was AS (
                SELECT status, status_reason, version FROM webhooks.endpoint
                 WHERE workspace_id = $1 AND id = $2 AND version = $3 AND status = 'active'
                   FOR UPDATE)
            UPDATE webhooks.endpoint AS e
               SET status = 'paused', status_reason = $4, missing_scopes = $5, updated_at = now(),
                   version = e.version + 1, source = 'system', last_actor = 'webhook-dispatcher'
              FROM was
             WHERE e.workspace_id = $1 AND e.id = $2
            RETURNING e.name, e.url, e.status, e.status_reason, e.version,
                      was.status AS was_status, was.status_reason AS was_reason, was.version AS was_version
            """;

    /** An endpoint that is paused now. */
    public record Paused(UUID workspace, UUID endpoint) {}

    /** An endpoint that lacks something. */
    record Lost(UUID workspace, UUID endpoint, UUID tenant, Holder holder, long version, List<String> missing) {}

    private final SettlementParts parts;
    private final HolderRows holders;
    private final EventModules modules;
    private final DispatcherEvents events;
    private final DispatcherAudit audit;

    public LostAccess(SettlementParts parts, HolderRows holders, EventModules modules) {
        this.parts = parts;
        this.holders = holders;
        this.modules = modules;
        this.events = new DispatcherEvents(parts.ids(), parts.clock(), parts.slices());
        this.audit = new DispatcherAudit(parts);
    }

    /** Judges the endpoints of these workspaces, all or none; gives those that are paused now. */
    public Future<List<Paused>> pause(Set<UUID> workspaces) {
        Set<Integer> slices = new HashSet<>();
        return parts.database()
                .transaction(
                        RowSecurityContext.NONE,
                        parts.clock().instant().plus(TIME_MAX),
                        transaction -> lost(transaction, workspaces).compose(lost -> paused(transaction, lost, slices)))
                .onSuccess(_ -> slices.forEach(parts.outbox()::wrote));
    }

    private Future<List<Lost>> lost(Transaction transaction, Set<UUID> workspaces) {
        transaction.waitForLocks();
        return transaction
                .query(HELD, Tuple.tuple().addArrayOfUUID(workspaces.toArray(UUID[]::new)))
                .compose(rows ->
                        holders.rights(transaction, workspaceHolders(rows)).map(rights -> lost(rows, rights)));
    }

    private List<Lost> lost(RowSet<Row> rows, Map<WorkspaceHolder, HolderRights> rights) {
        var now = parts.clock().instant();
        List<Lost> lost = new ArrayList<>();
        for (var row : rows) {
            var holder = workspaceHolder(row);
            var covered = modules.scopesOf(List.of(row.getArrayOfStrings("event_types")));
            var missing = rights.getOrDefault(holder, HolderRights.NONE).missing(covered, now);
            if (!missing.isEmpty()) {
                lost.add(new Lost(
                        holder.workspace(),
                        row.getUUID("id"),
                        row.getUUID("tenant_id"),
                        holder.holder(),
                        row.getLong("version"),
                        missing.stream().map(Scope::text).toList()));
            }
        }
        return lost;
    }

    private static Set<WorkspaceHolder> workspaceHolders(RowSet<Row> rows) {
        Set<WorkspaceHolder> found = new HashSet<>();
        rows.forEach(row -> found.add(workspaceHolder(row)));
        return found;
    }

    private static WorkspaceHolder workspaceHolder(Row row) {
        return new WorkspaceHolder(row.getUUID("workspace_id"), Holder.of(row));
    }

    private Future<List<Paused>> paused(Transaction transaction, List<Lost> lost, Set<Integer> slices) {
        List<Paused> paused = new ArrayList<>();
        var steps = lost.stream()
                .map(one -> transaction.query(PAUSE, arguments(one)).onSuccess(rows -> {
                    for (var row : rows) {
                        paused.add(new Paused(one.workspace(), one.endpoint()));
                        audit.paused(transaction, one, row);
                        slices.add(events.paused(transaction, one, row));
                    }
                }))
                .toList();
        return steps.isEmpty()
                ? Future.succeededFuture(paused)
                : Future.all(steps).map(paused);
    }

    private static Tuple arguments(Lost lost) {
        return Tuple.of(lost.workspace(), lost.endpoint(), lost.version(), REASON)
                .addArrayOfString(lost.missing().toArray(String[]::new));
    }
}
