package dev.tollgate.gateway.control.workspaces;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations.NewWorkspace;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** Inserts workspaces, each with a slug that no other of its tenant holds. */
final class WorkspaceCreation {

    private static final String INSERT = "INSERT INTO control.workspace"
            + " (tenant_id, id, slug, name, time_zone, source, last_actor, created_at, updated_at)"
            + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)"
            + " ON CONFLICT (tenant_id, slug) WHERE slug_held DO NOTHING RETURNING "
            + WorkspaceRow.COLUMNS;

    /** Frees the slug of a workspace that can no longer be restored. */
    private static final String RELEASE = """
            UPDATE control.workspace
               SET slug_held = false
             WHERE tenant_id = $1 AND slug = $2 AND slug_held AND archived_at < $3
            """;

    private static final Refusal SLUG_TAKEN = new Refusal.Conflict("Another workspace of this tenant has this slug.");

    private final IdSource ids;

    WorkspaceCreation(IdSource ids) {
        this.ids = ids;
    }

    /** A requested slug is used or refused; one derived from the name gets a suffix if it is taken. */
    Future<Outcome<Change<Workspace>>> inserted(Transaction tx, Call<NewWorkspace> call, UUID id, RowStamp stamp) {
        var slug = call.input().slug();
        if (slug != null) {
            return insert(tx, call, id, slug, stamp)
                    .compose(rows -> rows.size() == 0
                            ? Future.succeededFuture(Outcome.refused(SLUG_TAKEN))
                            : made(tx, call, first(rows), stamp));
        }
        var name = call.input().name();
        return insert(tx, call, id, Slug.of(name), stamp)
                .compose(rows -> rows.size() == 0
                        ? insert(tx, call, id, Slug.of(name, id), stamp)
                        : Future.succeededFuture(rows))
                .compose(rows -> made(tx, call, first(rows), stamp));
    }

    private Future<Outcome<Change<Workspace>>> made(Transaction tx, Call<?> call, Workspace workspace, RowStamp stamp) {
        return InitialOwner.made(tx, call, workspace, ids.next(), stamp).map(Outcome::done);
    }

    private static Future<RowSet<Row>> insert(
            Transaction tx, Call<NewWorkspace> call, UUID id, String slug, RowStamp stamp) {
        var tenant = call.caller().tenantId().value();
        var lastRestorable = stamp.at().minus(WorkspaceTransition.RESTORABLE);
        var released = tx.query(RELEASE, Tuple.of(tenant, slug, lastRestorable));
        var zone = call.input().timeZone();
        var inserted = tx.query(
                INSERT,
                Tuple.tuple()
                        .addValue(tenant)
                        .addValue(id)
                        .addValue(slug)
                        .addValue(call.input().name())
                        .addValue(zone == null ? TimeZones.DEFAULT : zone)
                        .addValue(stamp.source())
                        .addValue(stamp.actor())
                        .addValue(stamp.at()));
        return released.compose(_ -> inserted);
    }

    private static Workspace first(RowSet<Row> rows) {
        return WorkspaceRow.of(rows.iterator().next());
    }
}
