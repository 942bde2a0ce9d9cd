package dev.tollgate.gateway.control.workspaces;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations.NewWorkspace;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations.WorkspacePatch;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations.WorkspaceQuery;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Answers the operations on workspaces. */
public final class Workspaces {

    /** What its members may change. */
    private record Settings(String name, String timeZone) {
        static Settings of(Workspace workspace) {
            return new Settings(workspace.name(), workspace.timeZone());
        }
    }

    private static final String LIST = "SELECT " + WorkspaceRow.COLUMNS + """
              FROM control.workspace
             WHERE tenant_id = $1 AND ($2::text IS NULL OR slug = $2) AND ($3::uuid IS NULL OR id < $3)
             ORDER BY id DESC
             LIMIT $4
            """;

    private static final String GET =
            "SELECT " + WorkspaceRow.COLUMNS + " FROM control.workspace WHERE tenant_id = $1 AND id = $2";

    private static final String LOCK = GET + " FOR UPDATE";

    private static final String UPDATE = "UPDATE control.workspace"
            + " SET name = $3, time_zone = $4, suspended_at = $5, archived_at = $6, source = $7, last_actor = $8,"
            + " updated_at = $9,"
            + " version = version + 1"
            + " WHERE tenant_id = $1 AND id = $2 RETURNING " + WorkspaceRow.COLUMNS;

    private final Work work;
    private final NewestFirst pages;
    private final PlanLimit limit;
    private final IdSource ids;
    private final InstantSource clock;
    private final WorkspaceCreation creation;

    public Workspaces(Work work, NewestFirst pages, PlanLimit limit, IdSource ids, InstantSource clock) {
        this.work = work;
        this.pages = pages;
        this.limit = limit;
        this.ids = ids;
        this.clock = clock;
        this.creation = new WorkspaceCreation(ids);
    }

    public Future<Outcome<Workspace>> create(Call<NewWorkspace> call) {
        var id = ids.next();
        var unknown = TimeZones.refusal(call.input().timeZone());
        if (unknown.isPresent()) {
            return Future.succeededFuture(Outcome.refused(unknown.get()));
        }
        return work.write(
                call,
                tx -> limit.refusal(tx, call.caller().tenantId())
                        .compose(full -> full.isPresent()
                                ? Future.succeededFuture(Outcome.refused(full.get()))
                                : creation.inserted(tx, call, id, stamp(call))));
    }

    public Future<Outcome<Page<Workspace>>> list(Call<WorkspaceQuery> call) {
        var filter = call.input();
        var query = new NewestFirst.Query(
                LIST, Arrays.asList(call.caller().tenantId().value(), filter.slug()), filter.limit(), filter.cursor());
        return pages.page(call, query, WorkspaceRow::of);
    }

    public Future<Outcome<Workspace>> read(Call<NoInput> call) {
        return work.read(call, GET, key(call.caller())).map(rows -> Outcome.done(first(rows)));
    }

    public Future<Outcome<Workspace>> update(Call<WorkspacePatch> call) {
        var unknown = TimeZones.refusal(call.input().timeZone().over(null));
        if (unknown.isPresent()) {
            return Future.succeededFuture(Outcome.refused(unknown.get()));
        }
        return work.write(
                call,
                tx -> locked(tx, call.caller()).compose(before -> {
                    var refusal = LockedWorkspace.refusal(before.status());
                    if (refusal != null) {
                        return Future.succeededFuture(Outcome.refused(refusal));
                    }
                    var stale = RowVersions.conflict(call, before);
                    return stale.isPresent()
                            ? Future.succeededFuture(Outcome.refused(stale.get()))
                            : patched(tx, call, before);
                }));
    }

    public Future<Outcome<Workspace>> archive(Call<NoInput> call) {
        return move(call, WorkspaceTransition.ARCHIVE);
    }

    public Future<Outcome<Workspace>> restore(Call<NoInput> call) {
        return move(call, WorkspaceTransition.RESTORE);
    }

    public Future<Outcome<Workspace>> suspend(Call<NoInput> call) {
        return move(call, WorkspaceTransition.SUSPEND);
    }

    public Future<Outcome<Workspace>> resume(Call<NoInput> call) {
        return move(call, WorkspaceTransition.RESUME);
    }

    private Future<Outcome<Change<Workspace>>> patched(Transaction tx, Call<WorkspacePatch> call, Workspace before) {
        var patch = call.input();
        var current = Settings.of(before);
        var wanted = new Settings(
                Objects.requireNonNull(patch.name().over(before.name())),
                Objects.requireNonNull(patch.timeZone().over(before.timeZone())));
        var times = new WorkspaceTransition.Decision.Move(before.suspendedAt(), before.archivedAt());
        return wanted.equals(current) ? unchanged(before) : changed(tx, before, wanted, times, stamp(call));
    }

    private Future<Outcome<Workspace>> move(Call<NoInput> call, WorkspaceTransition transition) {
        return work.write(
                call,
                tx -> locked(tx, call, transition).compose(before -> {
                    var stamp = stamp(call);
                    return switch (transition.decide(before, stamp.time())) {
                        case WorkspaceTransition.Decision.Unchanged _ -> unchanged(before);
                        case WorkspaceTransition.Decision.Refuse(Refusal refusal) ->
                            Future.succeededFuture(Outcome.refused(refusal));
                        case WorkspaceTransition.Decision.Move move ->
                            withinPlan(tx, call, transition)
                                    .compose(full -> full.isPresent()
                                            ? Future.succeededFuture(Outcome.refused(full.get()))
                                            : changed(tx, before, Settings.of(before), move, stamp));
                    };
                }));
    }

    /** Suspending waits as every reduction does. */
    private static Future<Workspace> locked(Transaction tx, Call<NoInput> call, WorkspaceTransition transition) {
        if (transition == WorkspaceTransition.SUSPEND) {
            tx.waitForLocks();
        }
        return locked(tx, call.caller());
    }

    private Future<Optional<Refusal>> withinPlan(Transaction tx, Call<?> call, WorkspaceTransition transition) {
        return transition.takesPlace()
                ? limit.refusal(tx, call.caller().tenantId())
                : Future.succeededFuture(Optional.empty());
    }

    private static Future<Outcome<Change<Workspace>>> changed(
            Transaction tx,
            Workspace before,
            Settings settings,
            WorkspaceTransition.Decision.Move times,
            RowStamp stamp) {
        var told = AccessInvalidation.tell(tx, before.id());
        return tx.query(
                        UPDATE,
                        Tuple.of(before.tenantId().value(), before.id().value(), settings.name(), settings.timeZone())
                                .addValue(TimeColumn.argument(times.suspendedAt()))
                                .addValue(TimeColumn.argument(times.archivedAt()))
                                .addValue(stamp.source())
                                .addValue(stamp.actor())
                                .addValue(stamp.at()))
                .compose(rows -> told.map(Outcome.done(Change.updated(before, first(rows)))));
    }

    private static Future<Outcome<Change<Workspace>>> unchanged(Workspace record) {
        return Future.succeededFuture(Outcome.done(Change.unchanged(record)));
    }

    private static Future<Workspace> locked(Transaction tx, Caller caller) {
        LockedWorkspace.takeTurn(tx, caller);
        return tx.query(LOCK, key(caller)).map(Workspaces::first);
    }

    private RowStamp stamp(Call<?> call) {
        return RowStamp.of(call, clock);
    }

    private static Tuple key(Caller caller) {
        return Tuple.of(caller.tenantId().value(), caller.workspaceId().value());
    }

    private static Workspace first(RowSet<Row> rows) {
        return WorkspaceRow.of(rows.iterator().next());
    }
}
